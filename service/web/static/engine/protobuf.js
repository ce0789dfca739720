/* The wire format of Protocol Buffers, read by a table of fields. A field that the table
   does not name is refused: what is not understood cannot have been computed with.
   Source: https://protobuf.dev/programming-guides/encoding/ */

import { breath } from "./breath.js";

const VARINT = 0;
const EIGHT_BYTES = 1;
const LENGTH = 2;
const FOUR_BYTES = 5;

const PORTION = 1024; // values of a long field between two breaths

/**
 * How one field is read. Those in the plural become arrays, "part" and "parts" are
 * messages still to be read, "unused" is passed over.
 *
 * @typedef {"int" | "float" | "text" | "part" | "ints" | "floats" | "texts" | "parts"
 *   | "unused"} Kind
 * @typedef {Record<number, {name: string, kind: Kind}>} Fields
 * @typedef {Record<string, any>} Message What is absent has no entry.
 */

/**
 * @param {Uint8Array} bytes
 * @param {Fields} fields
 * @param {string} place What is being read, for the refusal.
 * @returns {Promise<Message>}
 */
export async function readMessage(bytes, fields, place) {
  /** @type {Message} */
  const message = {};
  const input = cursor(bytes, place);
  while (!input.ended()) {
    const tag = input.varint();
    const field = fields[tag >>> 3];
    if (field === undefined) {
      throw new Error(`${place} has a field ${tag >>> 3} that is not known here`);
    }
    if (!(await readField(message, field, tag, input))) {
      throw new Error(`${place}.${field.name} is written in a way not known here`);
    }
  }
  return message;
}

/**
 * @param {Message} message
 * @param {{name: string, kind: Kind}} field
 * @param {number} tag
 * @param {ReturnType<typeof cursor>} input
 * @returns {Promise<boolean>} Whether it was written as such a field is.
 */
async function readField(message, { name, kind }, tag, input) {
  const wire = tag & 7;
  if (kind === "unused") {
    return input.skip(wire);
  }
  if (kind === "ints" || kind === "floats") {
    const [one, alone] = kind === "ints" ? [input.varint, VARINT] : [input.float, FOUR_BYTES];
    const values = (message[name] ??= []);
    if (wire === LENGTH) {
      for (const end = input.end(); input.position() < end; ) {
        if (values.push(one()) % PORTION === 0) {
          await breath();
        }
      }
      return true;
    }
    if (wire === alone) {
      do {
        if (values.push(one()) % PORTION === 0) {
          await breath();
        }
      } while (input.another(tag)); // a model is little else than such runs
      return true;
    }
    return false;
  }
  if (kind === "int") {
    message[name] = input.varint();
    return wire === VARINT;
  }
  if (kind === "float") {
    message[name] = input.float();
    return wire === FOUR_BYTES;
  }
  if (wire !== LENGTH) {
    return false;
  }
  if (kind === "texts") {
    const values = (message[name] ??= []);
    do {
      if (values.push(input.text()) % PORTION === 0) {
        await breath();
      }
    } while (input.another(tag));
  } else if (kind === "text") {
    message[name] = input.text();
  } else if (kind === "parts") {
    (message[name] ??= []).push(input.bytes());
  } else {
    message[name] = input.bytes();
  }
  return true;
}

/**
 * @param {Uint8Array} bytes
 * @param {string} place
 */
function cursor(bytes, place) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let at = 0;

  /** @param {number} count */
  function advance(count) {
    const from = at;
    at += count;
    if (at > bytes.length) {
      throw new Error(`${place} ends too early`);
    }
    return from;
  }

  /** An integer; negative ones are written as 64-bit two's complement. */
  function varint() {
    let value = 0;
    let weight = 1;
    const start = at;
    for (;;) {
      const byte = bytes[advance(1)] ?? 0;
      value += (byte & 127) * weight;
      weight *= 128;
      if (byte < 128) {
        return at - start < 8 ? value : long(start, at);
      }
    }
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  function long(start, end) {
    let value = 0n;
    for (let index = end - 1; index >= start; index--) {
      value = (value << 7n) | BigInt((bytes[index] ?? 0) & 127);
    }
    const number = Number(BigInt.asIntN(64, value));
    if (!Number.isSafeInteger(number) || end - start > 10) {
      throw new Error(`${place} has an integer that is too large`);
    }
    return number;
  }

  const float = () => view.getFloat32(advance(4), true);
  const part = () => {
    const length = varint();
    const from = advance(length);
    return bytes.subarray(from, at);
  };

  /** Short names in plain letters are most of the texts, and quicker without a decoder. */
  function text() {
    const letters = part();
    let plain = "";
    for (const letter of letters) {
      if (letter > 127) {
        return decoder.decode(letters);
      }
      plain += String.fromCharCode(letter);
    }
    return plain;
  }

  /** Where a part that begins here, after its length, ends. */
  function end() {
    const length = varint();
    const found = at + length;
    if (found > bytes.length) {
      throw new Error(`${place} ends too early`);
    }
    return found;
  }

  return {
    varint,
    float,
    end,
    bytes: part,
    text,
    ended: () => at >= bytes.length,
    position: () => at,
    /** @param {number} tag */
    another: (tag) => {
      const same = tag < 128 && bytes[at] === tag;
      at += same ? 1 : 0;
      return same;
    },
    /** @param {number} wire */
    skip: (wire) => {
      if (wire === VARINT) {
        varint();
      } else if (wire === LENGTH) {
        part();
      } else if (wire === EIGHT_BYTES || wire === FOUR_BYTES) {
        advance(wire === EIGHT_BYTES ? 8 : 4);
      } else {
        return false;
      }
      return true;
    },
  };
}
