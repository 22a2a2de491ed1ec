/** The app's sign, drawn here so that it fits every size: pixel by pixel, its edges softened by how far they are. */
type Point = readonly [x: number, y: number];
type Colour = readonly [red: number, green: number, blue: number];

/** What is drawn stands on a square of this side. */
const SIDE = 32;
const CORNER = 3.5;
const STROKE = 2.8;
const GROUND: Colour = [15, 95, 134];
const LINE: Colour = [255, 255, 255];
const MARK: Colour = [255, 138, 76];
const BLACK: Colour = [0, 0, 0];
const DOT = { x: 24.5, y: 8, radius: 6, gap: 2 };

function corner(centre: Point, from: number): Point[] {
  return Array.from({ length: 7 }, (_, i) => {
    const angle = ((from + i * 15) * Math.PI) / 180;
    return [centre[0] + CORNER * Math.cos(angle), centre[1] + CORNER * Math.sin(angle)] as const;
  });
}

/** A speech bubble, open where it begins: the line of the app's icon, in the middle of the square. */
const BUBBLE: readonly Point[] = [
  [9, 9.5],
  ...corner([20.5, 13], -90),
  ...corner([20.5, 17], 0),
  [15.3, 20.5],
  [11.5, 24],
  [11.5, 20.4],
  ...corner([11.5, 17], 90),
  [8, 12.5],
];

function toSegment([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2 || 1);
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
}

function toBubble(point: Point): number {
  return BUBBLE.slice(1).reduce((least, to, i) => Math.min(least, toSegment(point, BUBBLE[i] ?? to, to)), Infinity);
}

function toGround([x, y]: Point): number {
  const radius = 8;
  const [dx, dy] = [Math.abs(x - SIDE / 2) - (SIDE / 2 - radius), Math.abs(y - SIDE / 2) - (SIDE / 2 - radius)];
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - radius;
}

/** Colours over one another, as premultiplied BGRA: what the system's images are made of. */
class Pixel {
  readonly bgra = [0, 0, 0, 0];

  over([red, green, blue]: Colour, cover: number): void {
    [blue, green, red, 255].forEach((part, i) => {
      this.bgra[i] = part * cover + (this.bgra[i] ?? 0) * (1 - cover);
    });
  }

  /** Takes away what is there. */
  clear(cover: number): void {
    this.bgra.forEach((part, i) => {
      this.bgra[i] = part * (1 - cover);
    });
  }
}

export interface Sign {
  /** Pixels on each side. */
  size: number;
  /** Something is unread: a mark at the upper end. */
  unread: boolean;
  /** One colour on nothing, which macOS makes fit its menu bar. */
  template: boolean;
}

/** Draws the sign as rows of premultiplied BGRA pixels. */
export function drawSign({ size, unread, template }: Sign): Uint8Array {
  const scale = size / SIDE;
  const cover = (distance: number): number => Math.min(1, Math.max(0, 0.5 - distance * scale));
  const pixels = new Uint8Array(size * size * 4);
  for (let i = 0; i < size * size; i += 1) {
    const point: Point = [((i % size) + 0.5) / scale, (Math.floor(i / size) + 0.5) / scale];
    const pixel = new Pixel();
    if (!template) pixel.over(GROUND, cover(toGround(point)));
    pixel.over(template ? BLACK : LINE, cover(toBubble(point) - STROKE / 2));
    if (unread) {
      const toDot = Math.hypot(point[0] - DOT.x, point[1] - DOT.y) - DOT.radius;
      pixel.clear(cover(toDot - DOT.gap));
      pixel.over(template ? BLACK : MARK, cover(toDot));
    }
    pixels.set(
      pixel.bgra.map((part) => Math.round(part)),
      i * 4,
    );
  }
  return pixels;
}

/** A round mark, for where the system lays a small image over the app's own. */
export function drawMark(size: number): Uint8Array {
  const pixels = new Uint8Array(size * size * 4);
  for (let i = 0; i < size * size; i += 1) {
    const pixel = new Pixel();
    const distance = Math.hypot((i % size) + 0.5 - size / 2, Math.floor(i / size) + 0.5 - size / 2) - size / 2 + 0.5;
    pixel.over(MARK, Math.min(1, Math.max(0, 0.5 - distance)));
    pixels.set(
      pixel.bgra.map((part) => Math.round(part)),
      i * 4,
    );
  }
  return pixels;
}
