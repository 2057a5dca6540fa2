"""What Python's str says about every character, as digests; one file for oracle and subject.

    python answers.py

prints the digests of the Python that runs it. CPython 3.14 (Unicode 16) gave `cpython_3_14.json`.
"""

import hashlib
import json

PREDICATES = (
    "isalpha isalnum isdecimal isdigit isnumeric isspace isprintable islower isupper istitle "
    "isidentifier"
)
MAPPINGS = "lower upper title swapcase capitalize casefold"
FORMS = "NFC NFD NFKC NFKD"
ALPHABET = (
    "aZ\u03a3\u03c3\u03c2\u0345'.:\u00ad\u0130\u0131I\u01c5\u1fb3\u0301\u0323 \t\u00df\ufb01\u1e9e"
    "\u10d0\u1c90\u2160\u24d0\u02b0\u00aa\u0660\u00b2\u4e00\uac00\u1100\u1161\u11a8\u0f71\u0f72"
    "\u212b\u00c5\u0958\U0001d15e\u2126_\n\u2028\U00010400"
)


def sentences():
    """Yield texts that mix what is special, always the same ones."""
    state = 1
    for length in range(2, 12):
        for _ in range(1500):
            text = ""
            for _ in range(length):
                state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
                text += ALPHABET[(state >> 33) % len(ALPHABET)]
            yield text


def digest(answer, texts):
    """Return a digest of the answers for all texts, in order."""
    sha = hashlib.sha256()
    for text in texts:
        sha.update(repr(answer(text)).encode("ascii", "backslashreplace") + b"\n")
    return sha.hexdigest()


def characters():
    """Yield every character, surrogates included, and pairs with a letter before it."""
    for point in range(0x110000):
        yield chr(point)


def after_letter():
    """Yield every character after a letter, as an identifier or a word has it."""
    for point in range(0x110000):
        yield "a" + chr(point)


def shown(value):
    """Return a value without what Python's own character tables decide about repr."""
    return [ord(each) for each in value] if isinstance(value, str) else value


def all_digests(answers):
    """Return name -> digest for functions by name."""
    found = {}
    for name, function in sorted(answers.items()):

        def answer(text, function=function):
            return shown(function(text))

        found[name] = digest(answer, characters())
        found[name + " in words"] = digest(answer, sentences())
        if name in ("isidentifier", "title", "capitalize"):
            found[name + " after a letter"] = digest(answer, after_letter())
    return found


def host_answers():
    """Return the answers of the Python that runs this."""
    import unicodedata

    answers = {name: getattr(str, name) for name in (PREDICATES + " " + MAPPINGS).split()}
    for form in FORMS.split():
        answers[form] = lambda text, form=form: unicodedata.normalize(form, text)
    answers["splitlines"] = lambda text: [len(each) for each in f"a{text}b".splitlines()]
    answers["strip"] = lambda text: f"{text}a{text}".strip()
    return answers


if __name__ == "__main__":
    print(json.dumps(all_digests(host_answers()), indent=1))
