"""The Rust form compiles and charges what the Python form charges."""

import random
import shutil
import subprocess

import pytest

from spec.gas_table import TABLE
from spec.gas_table.render import rust_text

MAIN = """
mod gas;
use std::io::{self, BufRead};

fn main() {
    for line in io::stdin().lock().lines() {
        let line = line.unwrap();
        let mut words = line.split(' ');
        let key = words.next().unwrap();
        let sizes: Vec<u64> = words.map(|word| word.parse().unwrap()).collect();
        let entry = gas::price(key).expect("no such key");
        assert_eq!(sizes.len(), entry.sizes.len());
        println!("{} {:?} {}", (entry.cost)(&sizes), entry.unit, entry.base);
    }
    assert!(gas::price("NO_SUCH").is_none());
}
"""


@pytest.mark.skipif(shutil.which("rustc") is None, reason="rustc is not installed")
def test_rust_form_agrees(tmp_path):
    (tmp_path / "gas.rs").write_text(rust_text(TABLE, "pvm-1"))
    (tmp_path / "main.rs").write_text(MAIN)
    command = ["rustc", "--edition", "2021", "-D", "warnings", "-A", "dead_code", "-o", "check"]
    subprocess.run([*command, "main.rs"], cwd=tmp_path, check=True, timeout=240)
    draw = random.Random(1)
    cases = [
        (price, [draw.choice((0, 1, 2, 63, 64, 65, 4096, 4097, draw.randrange(1 << 20)))
                 for _ in price.sizes])
        for price in TABLE
        for _ in range(8)
    ]  # fmt: skip
    lines = "".join(" ".join([price.key, *map(str, sizes)]) + "\n" for price, sizes in cases)
    result = subprocess.run(
        [tmp_path / "check"], input=lines, capture_output=True, text=True, check=True, timeout=60
    )
    expected = [
        f"{price.cost(*sizes)} {price.unit.capitalize()} {price.base}" for price, sizes in cases
    ]
    assert result.stdout.splitlines() == expected
