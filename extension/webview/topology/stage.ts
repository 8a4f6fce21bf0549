/**
 * The stage: a drawing that can be moved and zoomed, picked from and walked through by keys.
 * Not the drawing, and not the panel around it. Keeps true: a new drawing keeps the place that the
 * reader has chosen, and whatever a mouse can do a keyboard can do.
 */
import { select } from 'd3-selection';
import { zoom, zoomIdentity, type ZoomBehavior, type ZoomTransform } from 'd3-zoom';
import { svgElement } from '../drawing.ts';

const SVG = 'http://www.w3.org/2000/svg';
const ZOOM_LEAST = 0.05;
const ZOOM_MOST = 6;
/** At its drawn size a picture is comfortable to read; a small one is not blown up beyond this. */
const FIT_MOST = 1.25;
const MARGIN = 16;
const STEP = 1.3;

export interface Zoom {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

export interface StageEvents {
  /** Picked by a click or by a key; `focus`: the reader wants to go to the text. */
  readonly onPick: (id: string, focus: boolean) => void;
  readonly onToggle: (id: string) => void;
  /** Null: the whole picture is shown, whatever the size of the page. */
  readonly onZoom: (zoom: Zoom | null) => void;
}

type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

const DIRECTIONS: { readonly [D in Direction]: readonly [number, number] } = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
};

export class Stage {
  readonly element: SVGSVGElement;
  private readonly content: SVGGElement;
  private readonly events: StageEvents;
  private readonly behavior: ZoomBehavior<SVGSVGElement, unknown>;
  private transform: ZoomTransform = zoomIdentity;
  private size = { width: 0, height: 0 };
  /** Whether the reader looks at the whole; then it stays whole, whatever changes its size. */
  private fitted = true;
  private fitting = false;

  constructor(container: HTMLElement, events: StageEvents, kept: Zoom | null) {
    this.events = events;
    this.element = document.createElementNS(SVG, 'svg');
    this.element.setAttribute('class', 'stage');
    this.element.setAttribute('role', 'group');
    this.content = document.createElementNS(SVG, 'g');
    this.element.append(this.content);
    container.append(this.element);
    this.behavior = zoom<SVGSVGElement, unknown>()
      .scaleExtent([ZOOM_LEAST, ZOOM_MOST])
      .on('zoom', ({ transform }: { readonly transform: ZoomTransform }) => {
        this.transform = transform;
        this.fitted = this.fitting;
        this.content.setAttribute('transform', transform.toString());
        const { k, x, y } = transform;
        events.onZoom(this.fitted ? null : { k, x, y });
      });
    select(this.element).call(this.behavior).on('dblclick.zoom', null);
    if (kept !== null) this.moveTo(zoomIdentity.translate(kept.x, kept.y).scale(kept.k));
    new ResizeObserver(() => {
      if (this.fitted) this.fit();
    }).observe(this.element);
    this.element.addEventListener('click', (event) => this.click(event));
    this.element.addEventListener('dblclick', (event) => this.doubleClick(event));
    this.element.addEventListener('keydown', (event) => this.key(event));
  }

  /** Replaces the drawing. Whoever looks at the whole still does; a chosen place is kept. */
  show(text: string, label: string): void {
    const focused = document.activeElement?.closest('[data-id]')?.getAttribute('data-id') ?? null;
    const drawing = svgElement(text);
    this.size = {
      width: Number(drawing.getAttribute('width')), height: Number(drawing.getAttribute('height')),
    };
    this.element.setAttribute('aria-label', label);
    const family = drawing.getAttribute('font-family');
    if (family !== null) this.content.setAttribute('font-family', family);
    this.content.replaceChildren(...drawing.childNodes);
    // The outer title would be a tooltip over everything.
    this.content.querySelector(':scope > title')?.remove();
    this.prepareBoxes();
    if (focused !== null) this.boxOf(focused)?.focus();
    if (this.fitted) this.fit();
  }

  private prepareBoxes(): void {
    const boxes = this.boxes();
    for (const [index, box] of boxes.entries()) {
      box.setAttribute('tabindex', index === 0 ? '0' : '-1');
      box.setAttribute('role', 'button');
      box.setAttribute('aria-label', box.querySelector(':scope > title')?.textContent ?? '');
      if (box.matches('.host')) this.addToggle(box);
    }
  }

  /** A sign at the corner of a host that opens and closes it. */
  private addToggle(box: SVGGElement): void {
    const frame = box.querySelector(':scope > rect');
    if (frame === null) return;
    const [x, y, width] = ['x', 'y', 'width'].map((name) => Number(frame.getAttribute(name)));
    const closed = box.matches('.closed');
    const toggle = document.createElementNS(SVG, 'g');
    toggle.setAttribute('class', 'toggle');
    toggle.setAttribute('transform', `translate(${String((x ?? 0) + (width ?? 0))},${String(y ?? 0)})`);
    const ring = document.createElementNS(SVG, 'circle');
    ring.setAttribute('r', '8');
    const sign = document.createElementNS(SVG, 'path');
    sign.setAttribute('d', closed ? 'M-4,0H4M0,-4V4' : 'M-4,0H4');
    const title = document.createElementNS(SVG, 'title');
    title.textContent = closed ? 'Open' : 'Close';
    toggle.append(title, ring, sign);
    box.append(toggle);
  }

  boxes(): SVGGElement[] {
    return [...this.content.querySelectorAll<SVGGElement>('g.box')];
  }

  /** The box of an id, of one that stands for it, or of its nearest parent that is drawn. */
  boxOf(id: string): SVGGElement | null {
    for (let path = id; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('.')))) {
      const found = this.boxes().find((box) => idsOf(box).includes(path));
      if (found !== undefined) return found;
    }
    return null;
  }

  /** Marks what stands for these ids; all of them lose the mark they had. */
  mark(name: 'at-cursor' | 'selected' | 'found', ids: readonly string[]): SVGGElement[] {
    for (const old of this.content.querySelectorAll(`.${name}`)) old.classList.remove(name);
    const lines = [...this.content.querySelectorAll<SVGGElement>('g.line, g.pill')];
    const marked = new Set<SVGGElement>();
    for (const id of ids) {
      const on = lines.filter((line) => idsOf(line).includes(id));
      for (const line of on) marked.add(line);
      const box = on.length > 0 ? null : this.boxOf(id);
      if (box !== null) marked.add(box);
    }
    for (const element of marked) element.classList.add(name);
    return [...marked];
  }

  fit(): void {
    const { clientWidth, clientHeight } = this.element;
    if (this.size.width === 0 || clientWidth === 0) return;
    const k = Math.max(ZOOM_LEAST, Math.min(
      FIT_MOST, (clientWidth - 2 * MARGIN) / this.size.width,
      (clientHeight - 2 * MARGIN) / this.size.height,
    ));
    const x = (clientWidth - this.size.width * k) / 2;
    const y = Math.max(MARGIN, (clientHeight - this.size.height * k) / 2);
    this.fitting = true;
    this.moveTo(zoomIdentity.translate(x, y).scale(k));
    this.fitting = false;
  }

  zoomBy(direction: 1 | -1): void {
    this.behavior.scaleBy(select(this.element), direction === 1 ? STEP : 1 / STEP);
  }

  private moveTo(transform: ZoomTransform): void {
    this.behavior.transform(select(this.element), transform);
  }

  /** Moves as little as shows the whole box; does nothing when it can be seen. */
  bringIntoView(box: SVGGElement): void {
    const frame = this.element.getBoundingClientRect();
    const place = box.getBoundingClientRect();
    const shift = (low: number, high: number, from: number, to: number): number =>
      low < from + MARGIN ? from + MARGIN - low : high > to - MARGIN ? to - MARGIN - high : 0;
    const x = shift(place.left, place.right, frame.left, frame.right);
    const y = shift(place.top, place.bottom, frame.top, frame.bottom);
    if (x === 0 && y === 0) return;
    const { k } = this.transform;
    this.moveTo(zoomIdentity.translate(this.transform.x + x, this.transform.y + y).scale(k));
  }

  private click(event: MouseEvent): void {
    const target = event.target as Element;
    const toggle = target.closest('.toggle');
    const id = target.closest('[data-id]')?.getAttribute('data-id') ?? null;
    if (id === null) return;
    if (toggle !== null) this.events.onToggle(id);
    else {
      this.events.onPick(id, false);
      this.makeCurrent(this.boxOf(id));
    }
  }

  private doubleClick(event: MouseEvent): void {
    const id = (event.target as Element).closest('[data-id]')?.getAttribute('data-id') ?? null;
    if (id !== null) this.events.onPick(id, true);
  }

  private makeCurrent(box: SVGGElement | null): void {
    if (box === null) return;
    for (const other of this.boxes()) other.setAttribute('tabindex', other === box ? '0' : '-1');
    box.focus({ preventScroll: true });
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const box = (event.target as Element).closest<SVGGElement>('g.box');
    const id = box?.getAttribute('data-id') ?? null;
    if (event.key in DIRECTIONS && box !== null) this.walk(box, event.key as Direction);
    else if (event.key === 'Enter' && id !== null) this.events.onPick(id, true);
    else if (event.key === ' ' && id !== null) {
      if (box?.matches('.host') === true) this.events.onToggle(id);
      else this.events.onPick(id, false);
    } else if (event.key === '+' || event.key === '=') this.zoomBy(1);
    else if (event.key === '-') this.zoomBy(-1);
    else if (event.key === '0') this.fit();
    else return;
    event.preventDefault();
  }

  /** To the nearest box in a direction: what lies straight ahead counts as nearer. */
  private walk(from: SVGGElement, direction: Direction): void {
    const [dx, dy] = DIRECTIONS[direction];
    const start = centreOf(from);
    let nearest: SVGGElement | null = null;
    let least = Infinity;
    for (const box of this.boxes()) {
      const there = centreOf(box);
      const [x, y] = [there.x - start.x, there.y - start.y];
      const ahead = x * dx + y * dy;
      const aside = Math.abs(x * dy) + Math.abs(y * dx);
      if (box === from || ahead <= 1 || aside > ahead * 3) continue;
      const distance = ahead + 2 * aside;
      if (distance < least) [nearest, least] = [box, distance];
    }
    if (nearest === null) return;
    this.makeCurrent(nearest);
    this.bringIntoView(nearest);
  }
}

function centreOf(box: Element): { readonly x: number; readonly y: number } {
  const { left, top, width, height } = box.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

/** The id of a link has spaces in it: `sled.nic -- sled.soc`. */
const ID = /\S+(?: -- \S+)?/gu;

const idsOf = (element: Element): readonly string[] => [
  element.getAttribute('data-id') ?? '',
  ...(element.getAttribute('data-members')?.match(ID) ?? []),
];
