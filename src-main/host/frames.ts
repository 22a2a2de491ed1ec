/** WebSocket text frames from server to client: whole, not masked, not compressed (RFC 6455, section 5.2). */

const FIN_TEXT = 0x81;

function headerLength(payload: number): number {
  if (payload < 126) return 2;
  return payload < 65_536 ? 4 : 10;
}

function writeHeader(target: Buffer, offset: number, payload: number): number {
  target[offset] = FIN_TEXT;
  if (payload < 126) {
    target[offset + 1] = payload;
    return offset + 2;
  }
  if (payload < 65_536) {
    target[offset + 1] = 126;
    return target.writeUInt16BE(payload, offset + 2);
  }
  target[offset + 1] = 127;
  return target.writeBigUInt64BE(BigInt(payload), offset + 2);
}

/** Each text in a frame of its own, all in one buffer. */
export function encodeFrames(texts: readonly string[]): Buffer {
  const lengths = texts.map((text) => Buffer.byteLength(text));
  const buffer = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + headerLength(length) + length, 0));
  let offset = 0;
  texts.forEach((text, i) => {
    offset = writeHeader(buffer, offset, lengths[i] ?? 0);
    offset += buffer.write(text, offset);
  });
  return buffer;
}
