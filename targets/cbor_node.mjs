// A CBOR codec of npm as a target: `node cbor_node.mjs DIRECTORY LIBRARY`, where DIRECTORY holds
// `node_modules` and LIBRARY is `cborg` or `cbor2` (in their RFC 8949 modes: keys in bytewise order).
//
// Values of the canonical form become JavaScript values: int a number, or a BigInt beyond 53 bits;
// float an instance of Float, so that 1.0 is not 1; bytes a Uint8Array; dict a Map. Whatever the
// library throws is a refusal. Marks say which rules of the profile a library does not have.

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const PROFILE = "pvm-1";
const REFUSAL = "codec-refusal";
const NODE_LIMIT = 10_000;
const DEPTH_LIMIT = 200;
const FRAME_LIMIT = 16 << 20;

class Float {
  constructor(bits) {
    this.bits = bits;
    const view = new DataView(new ArrayBuffer(8));
    view.setBigUint64(0, bits);
    this.number = view.getFloat64(0);
  }

  static of(number) {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, number);
    return new Float(view.getBigUint64(0));
  }

  text() {
    const nan = "7ff8000000000000";
    return Number.isNaN(this.number) ? nan : this.bits.toString(16).padStart(16, "0");
  }
}

class Refused extends Error {}

// Values in

function build(form, numbered = []) {
  const [kind, content] = form;
  const number = (made) => (numbered.push(made), made);
  switch (kind) {
    case "None":
      return null;
    case "bool":
    case "str":
      return content;
    case "str-escaped":
      return content.replace(/\\(?:\\|u(d[89a-f][0-9a-f]{2}))/g, (_, code) =>
        code ? String.fromCharCode(parseInt(code, 16)) : "\\");
    case "int":
      return typeof content === "number" ? content : BigInt(content);
    case "float":
      return new Float(BigInt("0x" + content));
    case "bytes":
      return Uint8Array.from(Buffer.from(content, "hex"));
    case "bytearray":
      return number(Uint8Array.from(Buffer.from(content, "hex")));
    case "tuple":
      return content.map((item) => build(item, numbered));
    case "list": {
      const made = number([]);
      for (const item of content) made.push(build(item, numbered));
      return made;
    }
    case "dict": {
      const made = number(new Map());
      for (const [key, item] of content) made.set(build(key, numbered), build(item, numbered));
      return made;
    }
    case "ref":
      return numbered[content];
    default:
      throw new Refused("unsupported");
  }
}

// Values out

class Writer {
  constructor() {
    this.nodes = 0;
    this.large = false;
  }

  value(value, depth) {
    this.nodes += 1;
    if (this.nodes > NODE_LIMIT || depth > DEPTH_LIMIT) {
      this.large = true;
      return ["large", null];
    }
    if (value === null) return ["None", null];
    if (value instanceof Float) return ["float", value.text()];
    if (value instanceof Uint8Array) return ["bytes", Buffer.from(value).toString("hex")];
    if (Array.isArray(value)) return ["list", this.items(value, depth + 1)];
    if (value instanceof Map) return ["dict", this.pairs(value, depth + 1)];
    switch (typeof value) {
      case "boolean":
        return ["bool", value];
      case "string":
        return ["str", value];
      case "number":
        return ["int", value];
      case "bigint": {
        const small = value >= -9007199254740991n && value <= 9007199254740991n;
        return ["int", small ? Number(value) : value.toString()];
      }
    }
    throw new Refused(`no value of the lane: ${typeof value} ${value?.constructor?.name}`);
  }

  items(values, depth) {
    const forms = [];
    for (const value of values) {
      forms.push(this.value(value, depth));
      if (this.nodes > NODE_LIMIT) break;
    }
    return forms;
  }

  pairs(map, depth) {
    const forms = [];
    for (const [key, value] of map) {
      forms.push([this.value(key, depth), this.value(value, depth)]);
      if (this.nodes > NODE_LIMIT) break;
    }
    return forms;
  }
}

// The libraries

async function load(directory, ...names) {
  const file = path.resolve(directory, "node_modules", ...names);
  return import(pathToFileURL(file).href);
}

/** cborg: refuses by options; checks neither the order of keys nor UTF-8, cannot sort bignums,
 * and sorts a float key by the integer that it equals. */
async function cborg(directory) {
  const library = await load(directory, "cborg", "cborg.js");
  const tags = await load(directory, "cborg", "lib", "taglib.js");
  const { Token, Tokenizer, Type } = library;

  class FloatTokenizer extends Tokenizer {
    next() {
      const token = super.next();
      if (!Type.equals(token.type, Type.float)) return token;
      return new Token(Type.float, Float.of(token.value), token.encodedLength);
    }
  }

  const reading = {
    strict: true,
    allowIndefinite: false,
    allowUndefined: false,
    allowBigInt: true,
    allowNaN: false,
    allowInfinity: false,
    rejectDuplicateMapKeys: true,
    useMaps: true,
    tags: { 2: tags.bigIntDecoder, 3: tags.bigNegIntDecoder },
  };
  const writing = {
    ...library.rfc8949EncodeOptions,
    float64: true,
    typeEncoders: {
      Object: (value) => (value instanceof Float ? new Token(Type.float, value.number) : null),
      bigint: tags.bigIntEncoder,
    },
  };
  return {
    version: "6.1.5",
    honours: [
      ...["additional-information", "bytewise", "empty", "float", "indefinite"],
      ...["negative-zero", "non-minimal", "tag", "trailing", "truncated"],
    ],
    encode: (value) => library.encode(value, writing),
    decode: (data) =>
      library.decode(data, { ...reading, tokenizer: new FloatTokenizer(data, reading) }),
  };
}

/** cbor2: `cde` mode checks order, duplicates, UTF-8 and shortest heads; of bignums that fit 64 bits
 * it refuses most, not all (c248ffffffffffffffff is read as 2**64 - 1). */
async function cbor2(directory) {
  const library = await load(directory, "cbor2", "lib", "index.js");

  function plain(value) {
    if (value === null || typeof value !== "object") return value;
    if (value instanceof Number) {
      const first = library.getEncoded(value)[0];
      return first >> 5 === 7 ? Float.of(value.valueOf()) : value.valueOf();
    }
    if (value instanceof String || value instanceof BigInt || value instanceof Boolean) {
      return value.valueOf();
    }
    if (value instanceof Uint8Array) return value;
    if (Array.isArray(value)) return value.map(plain);
    if (value instanceof Map) {
      return new Map([...value].map(([key, item]) => [plain(key), plain(item)]));
    }
    if (Object.getPrototypeOf(value) === Object.prototype) {
      return new Map(Object.entries(value).map(([key, item]) => [key, plain(item)]));
    }
    throw new Refused(`no value of the lane: ${value.constructor?.name}`);
  }

  function boxed(value) {
    if (value instanceof Float) return library.encodedNumber(value.number, "f64");
    if (Array.isArray(value)) return value.map(boxed);
    if (value instanceof Map) {
      return new Map([...value].map(([key, item]) => [boxed(key), boxed(item)]));
    }
    return value;
  }

  const reading = {
    cde: true,
    boxed: true,
    rejectUndefined: true,
    rejectNaN: true,
    rejectInfinities: true,
    rejectSimple: true,
    rejectDuplicateKeys: true,
    preferMap: true,
  };
  const writing = { ...library.cdeEncodeOptions, ignoreOriginalEncoding: false };
  return {
    version: "2.3.0",
    honours: [
      ...["additional-information", "big-integer", "bytewise", "duplicate-key", "empty"],
      ...["float", "float-key", "indefinite", "key-order", "negative-zero", "non-minimal", "trailing"],
      ...["truncated", "utf-8"],
    ],
    encode: (value) => library.encode(boxed(value), writing),
    decode: (data) => plain(library.decode(data, reading)),
  };
}

// Cases

function run(library, item) {
  if (item.lane !== "cbor" || item.profile !== PROFILE) throw new Refused("unsupported");
  const argument = build(item.arguments[0]);
  if (item.operation === "encode") return library.encode(argument);
  if (item.operation === "decode") return library.decode(argument);
  if (item.operation === "recode") return library.encode(library.decode(argument));
  throw new Refused("unsupported");
}

function outcome(library, item) {
  try {
    const writer = new Writer();
    const value = writer.value(run(library, item), 0);
    const answer = { status: "returned", value };
    if (writer.large) answer.marks = [{ name: "large", step: 0 }];
    return answer;
  } catch (error) {
    if (error instanceof Refused && error.message === "unsupported") {
      return { status: "refused", reason: "unsupported" };
    }
    const detail = `${error?.name}: ${error?.message}`.slice(0, 500).toWellFormed();
    return { status: "refused", reason: REFUSAL, detail };
  }
}

// Frames on standard input and output

function readExactly(count) {
  const buffer = Buffer.alloc(count);
  let filled = 0;
  while (filled < count) {
    let got;
    try {
      got = fs.readSync(0, buffer, filled, count - filled, null);
    } catch (error) {
      if (error.code === "EAGAIN") continue;
      if (error.code === "EOF") return null;
      throw error;
    }
    if (got === 0) return null;
    filled += got;
  }
  return buffer;
}

function readFrame() {
  const head = readExactly(4);
  if (head === null) return null;
  const length = head.readUInt32LE(0);
  if (length > FRAME_LIMIT) throw new Error(`frame of ${length} bytes`);
  const body = readExactly(length);
  return body === null ? null : JSON.parse(body.toString("utf8"));
}

function writeFrame(message) {
  const body = Buffer.from(JSON.stringify(message), "utf8");
  const frame = Buffer.alloc(4 + body.length);
  frame.writeUInt32LE(body.length, 0);
  body.copy(frame, 4);
  let sent = 0;
  while (sent < frame.length) {
    try {
      sent += fs.writeSync(1, frame, sent);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
    }
  }
}

const [directory, name] = process.argv.slice(2);
const library = await { cborg, cbor2 }[name](directory);
for (let message = readFrame(); message !== null; message = readFrame()) {
  if (message.type === "bye") break;
  if (message.type === "hello") {
    const operations = ["encode", "decode", "recode"];
    writeFrame({
      type: "hello",
      protocol: 1,
      name: `${name}-js`,
      version: library.version,
      lanes: { cbor: { operations, profiles: [PROFILE] } },
      observes: ["value"],
      marks: library.honours.map((mark) => `cbor-${mark}`),
      word: 64,
    });
  } else if (message.type === "batch") {
    message.cases.forEach((item, index) => {
      const answer = outcome(library, item);
      writeFrame({ type: "outcome", batch: message.id, index, outcome: answer });
    });
  }
}
process.exit(0);
