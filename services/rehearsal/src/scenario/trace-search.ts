import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** How a text may be written in a file, and how to find it so. */
interface Form {
  readonly name: string;
  found(content: Buffer, text: string): boolean;
}

const forms: readonly Form[] = [
  { name: 'UTF-8', found: (content, text) => containsFolded(content.toString('utf8'), text) },
  { name: 'UTF-16', found: foundAsUtf16 },
  { name: 'hexadecimal', found: (content, text) => containsFolded(asCharacters(content), hexOf(text)) },
  { name: 'base64', found: (content, text) => foundAsBase64(asCharacters(content), text) },
  { name: 'percent-encoded', found: foundInUrl },
  { name: 'the 16 bytes of a UUID', found: foundAsUuidBytes },
];

const shortestText = 4;

/**
 * Searches every file below a folder for texts, in each form in which they might be written, and says where which
 * was found. Capital and small letters are alike, except in base64.
 */
export async function findTraces(folder: string, texts: readonly string[]): Promise<string[]> {
  const tooShort = texts.find((text) => text.length < shortestText);
  if (tooShort !== undefined) throw new Error(`"${tooShort}" is too short to be searched for`);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const found = await Promise.all(files.map((file) => tracesIn(folder, file, texts)));
  return found.flat();
}

async function tracesIn(folder: string, file: string, texts: readonly string[]): Promise<string[]> {
  const content = await readFile(file);
  return texts.flatMap((text) =>
    forms
      .filter((form) => form.found(content, text))
      .map((form) => `"${text}" is in ${relative(folder, file)} as ${form.name}`),
  );
}

function containsFolded(content: string, text: string): boolean {
  return content.toLowerCase().includes(text.toLowerCase());
}

function asCharacters(content: Buffer): string {
  return content.toString('latin1');
}

function hexOf(text: string): string {
  return Buffer.from(text).toString('hex');
}

/** A text may begin at an even or an odd byte. */
function foundAsUtf16(content: Buffer, text: string): boolean {
  return [content, content.subarray(1)].some((from) => containsFolded(from.toString('utf16le'), text));
}

/** Within a longer text it may begin at any of three places of a group of three bytes. */
function foundAsBase64(content: string, text: string): boolean {
  const urlSafe = content.replaceAll('+', '-').replaceAll('/', '_');
  return [0, 1, 2].some((before) => urlSafe.includes(base64Core(text, before)));
}

/** The characters that depend on nothing but the text, when so many bytes stand before it. */
function base64Core(text: string, before: number): string {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
  const first = Math.ceil((before * 8) / 6);
  const end = Math.floor((bytes.length * 8) / 6);
  return bytes.toString('base64url').slice(first, end);
}

function foundInUrl(content: Buffer, text: string): boolean {
  const encoded = encodeURIComponent(text);
  return encoded !== text && containsFolded(asCharacters(content), encoded);
}

function foundAsUuidBytes(content: Buffer, text: string): boolean {
  const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
  return isUuid && content.includes(Buffer.from(text.replaceAll('-', ''), 'hex'));
}
