"""Pieces come back in any order; what they found and taught does not depend on it."""

import random

import pytest

from fuzz.campaign.knowledge import Discovery, Entry, Knowledge
from fuzz.campaign.plan import PIECE, ROUND, Piece
from fuzz.campaign.pool import WorkerFailure
from fuzz.campaign.progress import LaneProgress
from fuzz.campaign.results import PieceResult
from fuzz.campaign.schedule import Schedule


def _result(piece: Piece) -> PieceResult:
    """Every piece discovers a feature of its own and one that it shares with all others."""
    entry = Entry({"first": piece.first}, (piece.first,))
    discovery = Discovery(piece.first, ("shared", f"piece {piece.first}"), entry)
    return PieceResult(piece, 1.0, {}, [], [discovery])


def _run(limit: int, order: random.Random, done: tuple[Piece, ...] = ()) -> list[object]:
    """Everything observable of a lane that is run with pieces back in a random order."""
    progress = LaneProgress("float", limit, Knowledge())
    handed_on: list[object] = []
    for piece in done:
        handed_on += [result.piece for result in progress.back(_result(piece))]
    out: list[Piece] = []
    while not progress.done:
        while len(out) < 5 and (piece := progress.next_piece()) is not None:
            out.append(piece)
        back = progress.back(_result(out.pop(order.randrange(len(out)))))
        handed_on += [result.piece for result in back]
        progress.finish_round()
    return [handed_on, progress.knowledge]


def test_the_order_of_workers_changes_nothing() -> None:
    limit = 2 * ROUND + 3 * PIECE + 17
    expected = _run(limit, random.Random(0))

    assert all(_run(limit, random.Random(seed)) == expected for seed in range(1, 20))


def test_pieces_cover_every_case_once() -> None:
    pieces = _run(ROUND + 300, random.Random(3))[0]

    assert isinstance(pieces, list)
    assert [piece.first for piece in pieces] == [
        0,
        *[piece.end for piece in pieces[:-1]],
    ]
    assert pieces[-1].end == ROUND + 300


def test_a_round_begins_when_the_last_one_is_back() -> None:
    progress = LaneProgress("float", None, Knowledge())
    pieces = [progress.next_piece() for _ in range(ROUND // PIECE)]

    assert progress.next_piece() is None
    assert progress.finish_round() is None

    for piece in reversed(pieces):
        assert piece is not None
        progress.back(_result(piece))

    kept = progress.finish_round()
    assert kept is not None
    assert kept[0].features == ("shared", "piece 0")
    assert kept[1].features == (f"piece {PIECE}",)
    assert progress.next_piece() == Piece("float", ROUND, PIECE)


def test_a_resumed_lane_runs_what_is_missing() -> None:
    done = (
        Piece("float", 0, PIECE),
        Piece("float", 2 * PIECE, PIECE),
        Piece("float", 4 * PIECE, 10),
    )
    progress = LaneProgress("float", 5 * PIECE, Knowledge())
    for piece in done:
        progress.back(_result(piece))
    missing = [progress.next_piece() for _ in range(3)]

    assert missing == [
        Piece("float", PIECE, PIECE),
        Piece("float", 3 * PIECE, PIECE),
        Piece("float", 4 * PIECE + 10, PIECE - 10),
    ]
    assert progress.next_piece() is None


def test_a_lost_piece_runs_again_and_not_for_ever() -> None:
    progress = LaneProgress("float", None, Knowledge())
    schedule = Schedule({"float": progress}, None)
    piece = schedule.next_piece()
    assert piece is not None

    schedule.lost(piece)
    assert schedule.next_piece() == piece
    schedule.lost(piece)
    assert schedule.next_piece() == piece
    with pytest.raises(WorkerFailure, match="three workers died over cases 0 to 255"):
        schedule.lost(piece)


def test_lanes_share_the_time() -> None:
    lanes = {name: LaneProgress(name, None, Knowledge()) for name in ("float", "cbor")}
    schedule = Schedule(lanes, None)
    cost = {"float": 1.0, "cbor": 3.0}
    for _ in range(40):
        piece = schedule.next_piece()
        assert piece is not None
        schedule.back(PieceResult(piece, cost[piece.lane], {}, [], []))
        lanes[piece.lane].finish_round()

    assert abs(lanes["float"].seconds - lanes["cbor"].seconds) <= 3.0
