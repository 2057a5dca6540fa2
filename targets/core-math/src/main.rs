//! The crate `core-math` as a target: it speaks the target protocol on standard input and output.
//!
//! CORE-MATH computes the functions of C's mathematics library correctly rounded, by other
//! algorithms than the specification, so this target honours the mark `correctly-rounded`
//! and is held to every bit. Python's errors are put on top: what is infinite or no number
//! where the arguments are finite is an error there.

use std::io::{self, Read, Write};

use serde_json::{json, Value as Json};

const FRAME_LIMIT: usize = 16 << 20;
const CANONICAL_NAN: u64 = 0x7ff8_0000_0000_0000;

type Unary = fn(f64) -> f64;
type Binary = fn(f64, f64) -> f64;

/// Name, function, and whether an infinite value at a finite argument may be a pole.
const UNARY: [(&str, Unary, bool); 24] = [
    ("acos", core_math::acos, false),
    ("acosh", core_math::acosh, false),
    ("asin", core_math::asin, false),
    ("asinh", core_math::asinh, false),
    ("atan", core_math::atan, false),
    ("atanh", core_math::atanh, true),
    ("cbrt", core_math::cbrt, false),
    ("cos", core_math::cos, false),
    ("cosh", core_math::cosh, false),
    ("erf", core_math::erf, false),
    ("erfc", core_math::erfc, false),
    ("exp", core_math::exp, false),
    ("exp2", core_math::exp2, false),
    ("expm1", core_math::expm1, false),
    ("gamma", core_math::tgamma, true),
    ("lgamma", core_math::lgamma, true),
    ("log", core_math::log, true),
    ("log10", core_math::log10, true),
    ("log1p", core_math::log1p, true),
    ("log2", core_math::log2, true),
    ("sin", core_math::sin, false),
    ("sinh", core_math::sinh, false),
    ("tan", core_math::tan, false),
    ("tanh", core_math::tanh, false),
];

const BINARY: [(&str, Binary); 3] = [
    ("atan2", core_math::atan2),
    ("hypot", core_math::hypot),
    ("pow", core_math::pow),
];

/// What a case gives: a float, an exception's type, or nothing because it is not done here.
enum Answer {
    Returned(f64),
    Raised(&'static str),
    Unsupported,
}

/// A float argument; ints are converted as Python does, beyond the floats with an error.
fn argument(form: &Json) -> Result<f64, Answer> {
    let content = &form[1];
    match form[0].as_str().unwrap_or("") {
        "float" => match u64::from_str_radix(content.as_str().unwrap_or(""), 16) {
            Ok(bits) => Ok(f64::from_bits(bits)),
            Err(_) => Err(Answer::Unsupported),
        },
        "bool" => Ok(if content.as_bool().unwrap_or(false) { 1.0 } else { 0.0 }),
        "int" => {
            let text = content.to_string();
            match text.trim_matches('"').parse::<f64>() {
                Ok(value) if value.is_finite() => Ok(value),
                Ok(_) => Err(Answer::Raised("OverflowError")),
                Err(_) => Err(Answer::Unsupported),
            }
        }
        _ => Err(Answer::Unsupported),
    }
}

/// Whether a function has a pole here, which Python calls a domain error, not an overflow.
fn is_pole(name: &str, x: f64) -> bool {
    match name {
        "gamma" | "lgamma" => x <= 0.0 && x.fract() == 0.0,
        "log" | "log2" | "log10" => x == 0.0,
        "log1p" => x == -1.0,
        "atanh" => x.abs() == 1.0,
        _ => false,
    }
}

fn unary(name: &str, function: Unary, poles: bool, x: f64) -> Answer {
    let value = function(x);
    if x.is_nan() {
        return Answer::Returned(value);
    }
    if name == "gamma" && x == f64::NEG_INFINITY || value.is_nan() {
        return Answer::Raised("ValueError");
    }
    if value.is_infinite() && x.is_finite() {
        let pole = poles && is_pole(name, x);
        return Answer::Raised(if pole { "ValueError" } else { "OverflowError" });
    }
    Answer::Returned(value)
}

fn binary(name: &str, function: Binary, x: f64, y: f64) -> Answer {
    let value = function(x, y);
    if name != "pow" || !x.is_finite() || !y.is_finite() || value.is_finite() {
        return Answer::Returned(value);
    }
    if value.is_nan() || x == 0.0 {
        return Answer::Raised("ValueError");
    }
    Answer::Raised("OverflowError")
}

fn run(case: &Json) -> Answer {
    let operation = case["operation"].as_str().unwrap_or("");
    let Some(name) = operation.strip_prefix("math.") else {
        return Answer::Unsupported;
    };
    let none = Vec::new();
    let mut arguments = Vec::new();
    for form in case["arguments"].as_array().unwrap_or(&none) {
        // A logarithm takes an int beyond the floats exactly, which the crate cannot.
        match argument(form) {
            Err(Answer::Raised(_)) if name.starts_with("log") => return Answer::Unsupported,
            Err(answer) => return answer,
            Ok(value) => arguments.push(value),
        }
    }
    match arguments[..] {
        [x] => match UNARY.iter().find(|entry| entry.0 == name) {
            Some((_, function, poles)) => unary(name, *function, *poles, x),
            None => Answer::Unsupported,
        },
        [x, y] => match BINARY.iter().find(|entry| entry.0 == name) {
            Some((_, function)) => binary(name, *function, x, y),
            None => Answer::Unsupported,
        },
        _ => Answer::Unsupported,
    }
}

fn outcome(case: &Json) -> Json {
    if case["lane"] != "float" {
        return json!({"status": "refused", "reason": "unsupported"});
    }
    match run(case) {
        Answer::Returned(value) => {
            let bits = if value.is_nan() { CANONICAL_NAN } else { value.to_bits() };
            json!({"status": "returned", "value": ["float", format!("{bits:016x}")]})
        }
        Answer::Raised(kind) => json!({
            "status": "raised",
            "exception": ["exception", {"type": kind, "args": []}],
        }),
        Answer::Unsupported => json!({"status": "refused", "reason": "unsupported"}),
    }
}

fn hello() -> Json {
    let mut operations: Vec<String> = UNARY.iter().map(|entry| format!("math.{}", entry.0)).collect();
    operations.extend(BINARY.iter().map(|entry| format!("math.{}", entry.0)));
    json!({
        "type": "hello",
        "protocol": 1,
        "name": "core-math",
        "version": "1.4.0",
        "lanes": {"float": {"operations": operations}},
        "observes": ["value", "exception-type"],
        "marks": ["correctly-rounded"],
        "word": 64,
    })
}

fn read_frame(input: &mut impl Read) -> io::Result<Option<Json>> {
    let mut head = [0; 4];
    match input.read_exact(&mut head) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let length = u32::from_le_bytes(head) as usize;
    if length > FRAME_LIMIT {
        return Err(io::Error::other("a frame is too long"));
    }
    let mut body = vec![0; length];
    input.read_exact(&mut body)?;
    Ok(Some(serde_json::from_slice(&body)?))
}

fn write_frame(output: &mut impl Write, message: &Json) -> io::Result<()> {
    let body = serde_json::to_vec(message)?;
    output.write_all(&(body.len() as u32).to_le_bytes())?;
    output.write_all(&body)?;
    output.flush()
}

fn main() -> io::Result<()> {
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    while let Some(message) = read_frame(&mut input)? {
        match message["type"].as_str().unwrap_or("") {
            "bye" => break,
            "hello" => write_frame(&mut output, &hello())?,
            "batch" => {
                let none = Vec::new();
                let cases = message["cases"].as_array().unwrap_or(&none);
                for (index, case) in cases.iter().enumerate() {
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
