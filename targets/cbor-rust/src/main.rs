//! The crate `ciborium` as a target: it speaks the target protocol on standard input and output.
//!
//! Claimed is profile sdk-0.1: `ciborium`'s canonical order puts shorter keys first, as that
//! profile does. Its floats are of the shortest width and its decoder accepts much that the
//! profile refuses; the marks in the handshake leave those questions out.

use std::io::{self, Read, Write};

use ciborium::value::{CanonicalValue, Integer, Value};
use serde::Deserialize;
use serde_json::{json, Value as Json};

const PROFILE: &str = "sdk-0.1";
const REFUSAL: &str = "codec-refusal";
const NODE_LIMIT: usize = 10_000;
const DEPTH_LIMIT: usize = 200;
const FRAME_LIMIT: usize = 16 << 20;
const STACK_BYTES: usize = 256 << 20;
const HONOURED: [&str; 7] = [
    "cbor-additional-information",
    "cbor-bytewise",
    "cbor-empty",
    "cbor-trailing",
    "cbor-truncated",
    "cbor-tuple-key",
    "cbor-utf-8",
];

/// Why there is no value: the reason of the outcome, and the words of the crate.
struct Refused(&'static str, String);

fn unsupported<T>() -> Result<T, Refused> {
    Err(Refused("unsupported", String::new()))
}

fn refusal<T>(words: impl ToString) -> Result<T, Refused> {
    Err(Refused(REFUSAL, words.to_string()))
}

fn from_hex(text: &str) -> Vec<u8> {
    (0..text.len() / 2)
        .map(|place| u8::from_str_radix(&text[2 * place..2 * place + 2], 16).unwrap_or(0))
        .collect()
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Makes a value of its canonical form. Lists, dicts and bytearrays are numbered as they are met.
struct Builder {
    numbered: Vec<Option<Value>>,
}

impl Builder {
    fn build(&mut self, form: &Json) -> Result<Value, Refused> {
        let content = &form[1];
        match form[0].as_str().unwrap_or("") {
            "None" => Ok(Value::Null),
            "bool" => Ok(Value::Bool(content.as_bool().unwrap_or(false))),
            "int" => integer(content),
            "float" => {
                let bits = u64::from_str_radix(content.as_str().unwrap_or("0"), 16).unwrap_or(0);
                Ok(Value::Float(f64::from_bits(bits)))
            }
            "str" => Ok(Value::Text(content.as_str().unwrap_or("").to_string())),
            "bytes" => Ok(Value::Bytes(from_hex(content.as_str().unwrap_or("")))),
            "bytearray" => {
                let made = Value::Bytes(from_hex(content.as_str().unwrap_or("")));
                self.numbered.push(Some(made.clone()));
                Ok(made)
            }
            "tuple" => Ok(Value::Array(self.items(content)?)),
            "list" => {
                let number = self.reserve();
                let made = Value::Array(self.items(content)?);
                self.numbered[number] = Some(made.clone());
                Ok(made)
            }
            "dict" => {
                let number = self.reserve();
                let made = Value::Map(self.pairs(content)?);
                self.numbered[number] = Some(made.clone());
                Ok(made)
            }
            "ref" => {
                let number = content.as_u64().unwrap_or(0) as usize;
                match self.numbered.get(number) {
                    Some(Some(value)) => Ok(value.clone()),
                    _ => unsupported(), // a value inside itself
                }
            }
            _ => unsupported(),
        }
    }

    fn reserve(&mut self) -> usize {
        self.numbered.push(None);
        self.numbered.len() - 1
    }

    fn items(&mut self, content: &Json) -> Result<Vec<Value>, Refused> {
        let empty = Vec::new();
        let forms = content.as_array().unwrap_or(&empty);
        forms.iter().map(|form| self.build(form)).collect()
    }

    /// The entries in the crate's canonical order of keys.
    fn pairs(&mut self, content: &Json) -> Result<Vec<(Value, Value)>, Refused> {
        let empty = Vec::new();
        let mut pairs = Vec::new();
        for pair in content.as_array().unwrap_or(&empty) {
            let key = CanonicalValue::from(self.build(&pair[0])?);
            pairs.push((key, self.build(&pair[1])?));
        }
        pairs.sort_by(|left, right| left.0.cmp(&right.0));
        Ok(pairs.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }
}

fn integer(content: &Json) -> Result<Value, Refused> {
    if let Some(number) = content.as_i64() {
        return Ok(Value::Integer(number.into()));
    }
    match content.as_str().unwrap_or("").parse::<i128>().map(Integer::try_from) {
        Ok(Ok(number)) => Ok(Value::Integer(number)),
        _ => unsupported(), // beyond what the crate has integers for
    }
}

/// Writes the canonical form of a value.
struct Writer {
    nodes: usize,
    large: bool,
}

impl Writer {
    fn form(&mut self, value: &Value, depth: usize) -> Result<Json, Refused> {
        self.nodes += 1;
        if self.nodes > NODE_LIMIT || depth > DEPTH_LIMIT {
            self.large = true;
            return Ok(json!(["large", null]));
        }
        match value {
            Value::Null => Ok(json!(["None", null])),
            Value::Bool(truth) => Ok(json!(["bool", truth])),
            Value::Integer(number) => Ok(integer_form(i128::from(*number))),
            Value::Float(number) => {
                let bits = if number.is_nan() { 0x7ff8 << 48 } else { number.to_bits() };
                Ok(json!(["float", format!("{bits:016x}")]))
            }
            Value::Bytes(bytes) => Ok(json!(["bytes", to_hex(bytes)])),
            Value::Text(text) => Ok(json!(["str", text])),
            Value::Array(items) => {
                let mut forms = Vec::new();
                for item in items {
                    forms.push(self.form(item, depth + 1)?);
                    if self.nodes > NODE_LIMIT {
                        break;
                    }
                }
                Ok(json!(["list", forms]))
            }
            Value::Map(entries) => {
                let mut forms = Vec::new();
                for (key, item) in entries {
                    let key = self.form(key, depth + 1)?;
                    forms.push(json!([key, self.form(item, depth + 1)?]));
                    if self.nodes > NODE_LIMIT {
                        break;
                    }
                }
                Ok(json!(["dict", forms]))
            }
            other => refusal(format!("no value of the lane: {other:?}")),
        }
    }
}

fn integer_form(number: i128) -> Json {
    if number.unsigned_abs() < 1 << 53 {
        json!(["int", number as i64])
    } else {
        json!(["int", number.to_string()])
    }
}

fn encode(value: &Value) -> Result<Vec<u8>, Refused> {
    let mut out = Vec::new();
    match ciborium::into_writer(value, &mut out) {
        Ok(()) => Ok(out),
        Err(error) => refusal(error),
    }
}

fn decode(data: &[u8]) -> Result<Value, Refused> {
    let mut rest = data;
    match ciborium::from_reader(&mut rest) {
        Ok(value) if rest.is_empty() => Ok(value),
        Ok(_) => refusal("bytes after the value"),
        Err(error) => refusal(error),
    }
}

fn run(case: &Json) -> Result<Value, Refused> {
    if case["lane"] != "cbor" || case["profile"] != PROFILE {
        return unsupported();
    }
    let mut builder = Builder { numbered: Vec::new() };
    let argument = builder.build(&case["arguments"][0])?;
    match (case["operation"].as_str().unwrap_or(""), &argument) {
        ("encode", value) => Ok(Value::Bytes(encode(value)?)),
        ("decode", Value::Bytes(data)) => decode(data),
        _ => unsupported(),
    }
}

fn outcome(case: &Json) -> Json {
    let mut writer = Writer { nodes: 0, large: false };
    match run(case).and_then(|value| writer.form(&value, 0)) {
        Ok(value) if writer.large => {
            json!({"status": "returned", "value": value, "marks": [{"name": "large", "step": 0}]})
        }
        Ok(value) => json!({"status": "returned", "value": value}),
        Err(Refused("unsupported", _)) => json!({"status": "refused", "reason": "unsupported"}),
        Err(Refused(reason, words)) => {
            json!({"status": "refused", "reason": reason, "detail": words})
        }
    }
}

fn read_frame(input: &mut impl Read) -> io::Result<Option<Json>> {
    let mut head = [0; 4];
    if let Err(error) = input.read_exact(&mut head) {
        return if error.kind() == io::ErrorKind::UnexpectedEof { Ok(None) } else { Err(error) };
    }
    let length = u32::from_le_bytes(head) as usize;
    if length > FRAME_LIMIT {
        return Err(io::Error::other(format!("frame of {length} bytes")));
    }
    let mut body = vec![0; length];
    input.read_exact(&mut body)?;
    let mut reader = serde_json::Deserializer::from_slice(&body);
    reader.disable_recursion_limit();
    Ok(Some(Json::deserialize(&mut reader)?))
}

fn write_frame(output: &mut impl Write, message: &Json) -> io::Result<()> {
    let body = serde_json::to_vec(message)?;
    output.write_all(&(body.len() as u32).to_le_bytes())?;
    output.write_all(&body)?;
    output.flush()
}

fn serve() -> io::Result<()> {
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    while let Some(message) = read_frame(&mut input)? {
        match message["type"].as_str().unwrap_or("") {
            "bye" => break,
            "hello" => write_frame(
                &mut output,
                &json!({
                    "type": "hello",
                    "protocol": 1,
                    "name": "ciborium",
                    "version": "0.2.2",
                    "lanes": {"cbor": {"operations": ["encode", "decode"], "profiles": [PROFILE]}},
                    "observes": ["value"],
                    "marks": HONOURED,
                    "word": 64,
                }),
            )?,
            "batch" => {
                let none = Vec::new();
                for (index, case) in message["cases"].as_array().unwrap_or(&none).iter().enumerate()
                {
                    let answer = json!({
                        "type": "outcome",
                        "batch": message["id"],
                        "index": index,
                        "outcome": outcome(case),
                    });
                    write_frame(&mut output, &answer)?;
                }
            }
            other => return Err(io::Error::other(format!("unknown message {other:?}"))),
        }
    }
    Ok(())
}

fn main() -> io::Result<()> {
    // The values of cases are nested; so is what reads, writes and drops them.
    let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(serve)?;
    thread.join().unwrap_or_else(|_| Err(io::Error::other("a panic")))
}
