// Runs agent.py in CPython 3.14 compiled to WebAssembly (npm package pyodide) under Node.
//
//     node pyodide.mjs DIRECTORY_OF_THE_PACKAGE [AGENT]
//
// Speaks the target protocol on Node's standard input and output. Reads and writes are
// synchronous: the interpreter cannot wait for JavaScript's event loop. When the WebAssembly
// instance dies (a case recursed past the end of its stack) the process ends with status 70.

import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const FATAL = 70;
const FRAME_LIMIT = 16 << 20;

const [directory, agent] = process.argv.slice(2);
if (directory === undefined) {
  process.stderr.write("usage: node pyodide.mjs DIRECTORY_OF_THE_PACKAGE [AGENT]\n");
  process.exit(2);
}
const here = path.dirname(fileURLToPath(import.meta.url));
const agentPath = agent ?? path.join(here, "agent.py");

const pause = new Int32Array(new SharedArrayBuffer(4));

/** Call a synchronous file operation until it does not say "try again". */
function persist(operation) {
  for (;;) {
    try {
      return operation();
    } catch (error) {
      if (error.code === "EOF") return 0;
      if (error.code !== "EAGAIN") throw error;
      Atomics.wait(pause, 0, 0, 1);
    }
  }
}

/** Exactly `count` bytes of standard input, or undefined at its end. */
function take(count) {
  const bytes = Buffer.allocUnsafe(count);
  let have = 0;
  while (have < count) {
    const got = persist(() => fs.readSync(0, bytes, have, count - have, null));
    if (got === 0) return undefined;
    have += got;
  }
  return bytes;
}

function read() {
  const head = take(4);
  if (head === undefined) return undefined;
  const length = head.readUInt32LE(0);
  if (length > FRAME_LIMIT) throw new Error(`a frame of ${length} bytes is above the limit`);
  return take(length)?.toString("utf8");
}

function write(text) {
  const body = Buffer.from(text, "utf8");
  const frame = Buffer.allocUnsafe(body.length + 4);
  frame.writeUInt32LE(body.length, 0);
  body.copy(frame, 4);
  let sent = 0;
  while (sent < frame.length) {
    sent += persist(() => fs.writeSync(1, frame, sent, frame.length - sent));
  }
}

function complain(text) {
  fs.writeSync(2, `${text}\n`);
}

try {
  const { loadPyodide } = await import(pathToFileURL(path.join(directory, "pyodide.mjs")).href);
  const python = await loadPyodide({ stdout: complain, stderr: complain, stdin: () => null });
  const names = python.toPy({ __name__: "pvm_agent" });
  python.runPython(fs.readFileSync(agentPath, "utf8"), { globals: names, filename: agentPath });
  names.set("stream", { read, write });
  process.exit(python.runPython("serve(stream)", { globals: names }));
} catch (error) {
  complain(String(error?.stack ?? error).slice(0, 4000));
  // Once more at the end, for what is kept of standard error is its end.
  complain(`ended by ${String(error).split("\n", 1)[0].slice(0, 200)}`);
  process.exit(FATAL);
}
