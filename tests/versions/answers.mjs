// Runs answers.py in CPython 3.14 compiled to WebAssembly: a 32-bit machine.
//
//     node answers.mjs DIRECTORY_OF_PYODIDE CHECKOUT LANE FIRST COUNT

import path from "node:path";
import { pathToFileURL } from "node:url";

const [directory, checkout, ...rest] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(path.join(directory, "pyodide.mjs")).href);
const python = await loadPyodide({ env: { HOME: "/", PYTHONDONTWRITEBYTECODE: "1" } });
python.FS.mkdir("/checkout");
python.FS.mount(python.FS.filesystems.NODEFS, { root: checkout }, "/checkout");
python.globals.set("rest", python.toPy(rest));
python.runPython(`
import sys
sys.dont_write_bytecode = True
sys.path.insert(0, "/checkout/tests/versions")
import answers
print("\\n".join(answers.answers(rest[0], int(rest[1]), int(rest[2]))))
`);
