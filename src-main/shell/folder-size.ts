import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes in all files of a folder and of those in it. What goes away meanwhile, or may not be read, counts nothing. */
export async function folderSize(folder: string): Promise<number> {
  let bytes = 0;
  try {
    for await (const entry of await opendir(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) bytes += await folderSize(path);
      else if (entry.isFile()) bytes += await fileSize(path);
    }
  } catch {
    // A folder that is gone by now, or not ours to look into.
  }
  return bytes;
}

async function fileSize(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}
