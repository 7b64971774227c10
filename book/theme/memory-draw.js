// Draws memory as rows of bytes, the lowest address at the top left: each thing is one shape, also where it goes on in
// the next row. Rows that no step uses are left out, and a break stands for them.
(function () {
    'use strict';

    const { el, memory } = window.Arena;
    const SVG = 'http://www.w3.org/2000/svg';
    const FONT = 11;
    const LETTER = 0.61 * FONT;
    const BREAK = 24;
    const TOP = 9;
    const number = count => count.toLocaleString('en');

    function svg(name, attributes, ...children) {
        const element = document.createElementNS(SVG, name);
        for (const [key, value] of Object.entries(attributes)) {
            if (value !== null && value !== undefined) {
                element.setAttribute(key, value);
            }
        }
        element.append(...children);
        return element;
    }

    // The rows that are drawn: { from, y }, and breaks: { y, bytes }. `bytes` is a row's length.
    function layOut(spans, bytes, height) {
        const wanted = [];
        for (const { from, to } of spans) {
            for (let row = Math.floor(from / bytes); row < to / bytes; row += 1) {
                if (wanted.length === 0 || wanted[wanted.length - 1] < row) {
                    wanted.push(row);
                }
            }
        }
        const [rows, breaks] = [new Map(), []];
        let y = TOP;
        let next = 0;
        for (const row of wanted) {
            if (row === next + 1) {
                // A break would take as much room.
                rows.set(next, y);
                y += height;
            } else if (row > next) {
                breaks.push({ y, bytes: (row - next) * bytes });
                y += BREAK;
            }
            rows.set(row, y);
            y += height;
            next = row + 1;
        }
        return { rows, breaks, height: y + 3 };
    }

    // Patterns differ where colours may not.
    function patterns(id) {
        const pattern = (kind, size, ...shapes) => svg('pattern',
            { id: `${id}-${kind}`, width: size, height: size, patternUnits: 'userSpaceOnUse' },
            svg('rect', { width: size, height: size, class: `ground is-${kind}` }), ...shapes);
        const line = d => svg('path', { d, class: 'ink' });
        return svg('defs', {},
            pattern('value', 6, line('M0 3H6')),
            pattern('padding', 5, line('M-1 6L6 -1M-1 1L1 -1M4 6L6 4')),
            pattern('old', 8, line('M-1 -1L9 9M-1 7L1 9M7 -1L9 1'), line('M-1 9L9 -1')),
            pattern('lost', 10, line('M2.5 2.5L7.5 7.5M7.5 2.5L2.5 7.5')),
            pattern('footer', 4, line('M1 0V4')),
            pattern('own', 4, svg('circle', { cx: 1, cy: 1, r: 0.8, class: 'dot' }), svg('circle', { cx: 3, cy: 3, r: 0.8, class: 'dot' })));
    }

    // Things that are too narrow to be told apart are drawn as one.
    function merged(things, pixels) {
        const result = [];
        for (const thing of things) {
            const last = result[result.length - 1];
            const isNarrow = thing.size * pixels < 3 && last && last.size * pixels < 3 || last?.count;
            const gap = last ? thing.address - last.address - last.size : 0;
            if (isNarrow && thing.kind === last.kind && gap * pixels < 3 && Boolean(thing.isNew) === Boolean(last.isNew)) {
                last.count = (last.count ?? 1) + 1;
                last.size = thing.address + thing.size - last.address;
                last.name = `${number(last.count)} of them`;
            } else {
                result.push({ ...thing });
            }
        }
        return result;
    }

    class Drawing {
        // `extent`: what is ever drawn. `bytes`: how many to a row, unless that makes too many rows.
        constructor({ extent, width, bytes, height, id, most }) {
            this.id = id;
            this.gutter = width < 260 ? 35 : 46;
            this.height = height;
            this.bytes = bytes;
            this.layout = layOut(extent.spans, this.bytes, height);
            while (this.layout.rows.size > most) {
                this.bytes *= 2;
                this.layout = layOut(extent.spans, this.bytes, height);
            }
            this.width = width - this.gutter - 6;
            this.pixels = this.width / this.bytes;
            this.shapes = svg('g', {});
            this.fingers = svg('g', {});
            this.known = new Map();
            this.element = svg('svg', { role: 'img', width, height: this.layout.height, viewBox: `0 0 ${width} ${this.layout.height}`, style: `--used: url(#${id}-value)` },
                patterns(id), this.axis(), this.shapes, this.fingers);
        }

        axis() {
            const axis = svg('g', { class: 'axis' });
            for (const [row, y] of this.layout.rows) {
                axis.append(
                    svg('path', { d: `M${this.gutter} ${y + this.height}H${this.gutter + this.width}`, class: 'row-line' }),
                    svg('text', { x: this.gutter - 4, y: y + this.height / 2 + 4, 'text-anchor': 'end' }, `+${row * this.bytes}`));
            }
            for (const { y, bytes } of this.layout.breaks) {
                axis.append(
                    svg('path', { d: `M${this.gutter} ${y + 4}l4 3l4 -3M${this.gutter} ${y + 9}l4 3l4 -3`, class: 'break' }),
                    svg('text', { x: this.gutter + 13, y: y + 12 },
                        this.width > 180 ? `${number(bytes)} bytes that no step uses` : `${number(bytes)} unused`));
            }
            return axis;
        }

        // What `address` to `address + size` covers, row by row: [x, y, width].
        boxes({ address, size }) {
            const boxes = [];
            const last = Math.floor((address + size - 1) / this.bytes);
            for (let row = Math.floor(address / this.bytes); row <= last; row += 1) {
                const y = this.layout.rows.get(row);
                if (y !== undefined) {
                    const from = Math.max(address - row * this.bytes, 0);
                    const to = Math.min(address + size - row * this.bytes, this.bytes);
                    boxes.push([this.gutter + from * this.pixels, y, (to - from) * this.pixels]);
                }
            }
            return boxes;
        }

        // One outline around boxes in rows that follow each other. Boxes that do not touch are open where the thing goes on.
        outline(boxes) {
            const follows = (box, next) => Math.abs(box[1] + this.height - next[1]) < 0.5;
            const touches = (box, next) => next[0] + next[2] > box[0] + 1;
            const runs = [];
            boxes.forEach((box, at) => {
                const last = boxes[at - 1];
                last && follows(last, box) && touches(last, box) ? runs[runs.length - 1].push(box) : runs.push([box]);
            });
            return runs.map((run, at) => {
                const [isFirst, isLast] = [at === 0, at === runs.length - 1];
                const right = run.map(([x, y, width]) => `${x + width} ${y}L${x + width} ${y + this.height}`);
                const left = run.map(([x, y]) => `${x} ${y + this.height}L${x} ${y}`).reverse();
                if (runs.length === 1) {
                    return `M${[...right, ...left].join('L')}Z`;
                }
                const [x, y, width] = run[0];
                const bottom = y + this.height;
                return isFirst && run.length === 1 ? `M${x + width} ${y}H${x}V${bottom}H${x + width}`
                    : isLast && run.length === 1 ? `M${x} ${y}H${x + width}V${bottom}H${x}`
                        : `M${[...right, ...left].join('L')}Z`;
            }).join('');
        }

        shape(thing) {
            const boxes = this.boxes(thing);
            if (boxes.length === 0) {
                return [];
            }
            const { kind, name = '', size, isNew } = thing;
            const fill = ['padding', 'old', 'lost', 'footer', 'own'].includes(kind) ? `url(#${this.id}-${kind})` : null;
            const title = { padding: 'padding', own: 'the heap’s own', free: 'free', freed: 'freed', old: `${name}, left behind`, lost: `${name}, lost` }[kind] ?? name;
            const path = svg('path', { d: this.outline(boxes), class: `thing is-${kind}${isNew ? ' is-new' : ''}`, style: fill && `fill: ${fill}` },
                svg('title', {}, `${title}: ${number(size)} ${size === 1 ? 'byte' : 'bytes'}`));
            const [x, y, width] = boxes.reduce((widest, box) => (box[2] > widest[2] + 0.5 ? box : widest));
            const room = Math.floor((width - 4) / LETTER);
            const text = ['value', 'old', 'lost', 'footer'].includes(kind) ? clip(name, room) : '';
            return text === '' ? [path] : [path, svg('text', {
                x: x + width / 2, y: y + this.height / 2 + 4, 'text-anchor': 'middle', class: `label is-${kind}`,
            }, text)];
        }

        show(world, name) {
            const things = memory.things(world);
            this.shapes.replaceChildren(...merged(things, this.pixels).flatMap(thing => this.shape(thing)));
            this.move(memory.fingers(world));
            const sum = kind => things.filter(thing => thing.kind === kind).reduce((total, { size }) => total + size, 0);
            const parts = [['in use', 'value'], ['padding', 'padding'], ['left behind', 'old'], ['lost', 'lost'], ['free for the arena', 'free']];
            const said = parts.map(([label, kind]) => [label, sum(kind)]).filter(([, size]) => size > 0);
            this.element.setAttribute('aria-label', `${name}: ${said.map(([label, size]) => `${number(size)} bytes ${label}`).join(', ') || 'nothing'}.`);
        }

        // The fingers stay the same elements, so that they move.
        move(fingers) {
            for (const [arena, finger] of this.known) {
                finger.classList.toggle('is-away', !fingers.has(arena));
            }
            for (const [arena, address] of fingers) {
                if (!this.known.has(arena)) {
                    this.known.set(arena, finger(this.height));
                    this.fingers.append(this.known.get(arena));
                }
                const row = Math.floor(address / this.bytes);
                const [x, y] = [this.gutter + (address - row * this.bytes) * this.pixels, this.layout.rows.get(row) ?? 0];
                this.known.get(arena).style.transform = `translate(${x}px, ${y}px)`;
            }
        }
    }

    function finger(height) {
        return svg('g', { class: 'finger' }, svg('path', { d: `M-6 -8H6L0 1Z`, class: 'tip' }), svg('path', { d: `M0 0V${height}`, class: 'edge' }));
    }

    function clip(name, room) {
        if (name.length <= room) {
            return name;
        }
        return room >= 4 ? `${name.slice(0, room - 1)}…` : '';
    }

    const KINDS = [
        ['value', 'in use'], ['padding', 'padding'], ['old', 'left behind'], ['lost', 'lost'], ['free', 'free for the arena'],
        ['footer', 'footer of a chunk'], ['own', 'the heap’s own'], ['freed', 'freed'], ['finger', 'the finger'],
    ];

    // Only what this picture draws, in any of its steps.
    function legend(kinds, id) {
        const used = `--used: url(#${id}-value)`;
        const sample = kind => svg('svg', { width: 26, height: 18, 'aria-hidden': 'true', style: used }, kind === 'finger'
            ? svg('g', { class: 'finger', style: 'transform: translate(13px, 9px)' }, ...finger(9).childNodes)
            : svg('path', { d: 'M1 1H25V17H1Z', class: `thing is-${kind}`, style: ['value', 'free', 'freed', 'new'].includes(kind) ? null : `fill: url(#${id}-${kind})` }));
        const shown = KINDS.filter(([kind]) => kinds.has(kind));
        const isNew = svg('svg', { width: 26, height: 18, 'aria-hidden': 'true' }, svg('path', { d: 'M2 2H24V16H2Z', class: 'thing is-sample is-new' }));
        return el('ul', { class: 'legend' }, ...shown.map(([kind, name]) => el('li', {}, sample(kind), name)), el('li', {}, isNew, 'of this step'));
    }

    Object.assign(memory, { Drawing, legend, number });
})();
