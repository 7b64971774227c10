// Draws memory as rows of bytes, the lowest address at the top left: each thing is one shape, also where it goes on in
// the next row. Rows that no step uses are folded: a thing goes on across the fold, which says what is in it.
(function () {
    'use strict';

    const { el, grouped, memory } = window.Arena;
    const SVG = 'http://www.w3.org/2000/svg';
    const FONT = 11;
    const LETTER = 0.61 * FONT;
    const BREAK = 24;
    const TOP = 9;
    // Above a row in which a chunk starts: room for its name.
    const STRIP = 16;
    // How far a piece of a thing sticks out where it goes on in another row.
    const OVER = 3;

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

    // The rows that are drawn, as places by row, and all parts from top to bottom: rows and folds,
    // { from, to, y, height, isFold }. `bytes` is a row's length.
    function layOut({ spans, starts }, bytes, height) {
        const wanted = [];
        const isStart = new Set(starts.map(start => Math.floor(start / bytes)));
        for (const { from, to } of spans) {
            for (let row = Math.floor(from / bytes); row < to / bytes; row += 1) {
                if (wanted.length === 0 || wanted[wanted.length - 1] < row) {
                    wanted.push(row);
                }
            }
        }
        const [rows, parts] = [new Map(), []];
        let y = TOP;
        let next = 0;
        const add = (row, end, tall, isFold) => {
            y += isStart.has(row) && !isFold ? STRIP : 0;
            parts.push({ from: row * bytes, to: end * bytes, y, height: tall, isFold });
            rows.set(row, y);
            y += tall;
            next = end;
        };
        for (const row of wanted) {
            if (row === next + 1) {
                // A fold would take as much room.
                add(next, row, height, false);
            } else if (row > next) {
                add(next, row, BREAK, true);
            }
            add(row, row + 1, height, false);
        }
        return { rows, parts, height: y + 3 };
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
                last.name = `${grouped(last.count)} of them`;
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
            this.gutter = width < 260 ? 37 : 46;
            this.height = height;
            this.bytes = bytes;
            this.layout = layOut(extent, this.bytes, height);
            this.isNumbered = extent.starts.length > 0;
            this.taken = extent.taken;
            while (this.layout.rows.size > most) {
                this.bytes *= 2;
                this.layout = layOut(extent, this.bytes, height);
            }
            this.width = width - this.gutter - 6;
            this.pixels = this.width / this.bytes;
            this.shapes = svg('g', {});
            this.folds = svg('g', { class: 'fold' });
            this.references = svg('g', {});
            this.fingers = svg('g', {});
            this.known = new Map();
            this.element = svg('svg', { role: 'img', width, height: this.layout.height, viewBox: `0 0 ${width} ${this.layout.height}`, style: `--used: url(#${id}-value)` },
                patterns(id), this.axis(), this.shapes, this.folds, this.references, this.fingers);
        }

        axis() {
            const axis = svg('g', { class: 'axis' });
            for (const { from, y } of this.layout.parts.filter(({ isFold }) => !isFold)) {
                axis.append(
                    svg('path', { d: `M${this.gutter} ${y + this.height}H${this.gutter + this.width}`, class: 'row-line' }),
                    svg('text', { x: this.gutter - 4, y: y + this.height / 2 + 4, 'text-anchor': 'end' }, `+${from}`));
            }
            return axis;
        }

        // What is in the rows that are left out, and the names of the chunks.
        notes(world, things) {
            const isWide = this.width > 180;
            const folds = this.layout.parts.filter(({ isFold }) => isFold).flatMap(({ from, to, y }) => {
                const [x, bytes] = [this.gutter + 6, grouped(to - from)];
                const within = things.find(({ address, size }) => address <= from && to <= address + size);
                const chunk = [...world.chunks.values()].find(({ address, size }) => address <= from && to <= address + size);
                const ofChunk = chunk ? ` of ${this.isNumbered ? '' : 'the '}${this.chunkName(chunk.chunk)}` : '';
                const text = !within ? `${bytes}${isWide ? ' bytes' : ''}, not this code’s${this.taken.some(taken => taken.from <= from && to <= taken.to) ? ' yet' : ''}`
                    : isWide ? `${bytes} more bytes${ofChunk}, ${within.kind}` : `${bytes} more, ${within.kind}`;
                return [
                    svg('path', { d: `M${x} ${y + 7}l4 3l4 -3M${x} ${y + 12}l4 3l4 -3`, class: 'break' }),
                    svg('text', { x: x + 13, y: y + 15 }, text)];
            });
            const names = (this.isNumbered ? [...world.chunks.values()] : []).map(({ chunk, address }) => {
                const [[x, y]] = this.boxes({ address, size: 1 });
                return svg('text', { x: Math.min(x, this.gutter + this.width - 42), y: y - 5, class: 'chunk-name' }, this.chunkName(chunk));
            });
            this.folds.replaceChildren(...folds, ...names);
        }

        chunkName(chunk) {
            return this.isNumbered ? `chunk ${chunk + 1}` : 'chunk';
        }

        // What `address` to `address + size` covers, part by part: [x, y, width, height, isFold].
        boxes({ address, size }) {
            const end = address + size;
            return this.layout.parts.filter(({ from, to, isFold }) => (isFold ? address <= from && to <= end : address < to && from < end))
                .map(({ from, to, y, height, isFold }) => {
                    const [first, last] = [Math.max(address, from), Math.min(end, to)];
                    return [this.gutter + (first - from) * this.pixels, y, (last - first) / (to - from) * this.width, height, isFold];
                });
        }

        // One outline around boxes in rows that follow each other. Boxes that do not touch are open where the thing goes on.
        outline(boxes) {
            const follows = (box, next) => next[1] - box[1] - box[3] < STRIP + 0.5;
            const touches = (box, next) => next[0] + next[2] > box[0] + 1;
            const runs = [];
            boxes.forEach((box, at) => {
                const last = boxes[at - 1];
                if (last && follows(last, box) && touches(last, box)) {
                    // Across the strip above the row, too.
                    const [x, y, width, height] = box;
                    const above = last[1] + last[3];
                    runs[runs.length - 1].push([x, above, width, y + height - above]);
                } else {
                    runs.push([box]);
                }
            });
            return runs.map((run, at) => {
                const [isFirst, isLast] = [at === 0, at === runs.length - 1];
                const right = run.map(([x, y, width, height]) => `${x + width} ${y}L${x + width} ${y + height}`);
                const left = run.map(([x, y, , height]) => `${x} ${y + height}L${x} ${y}`).reverse();
                if (runs.length === 1) {
                    return `M${[...right, ...left].join('L')}Z`;
                }
                const [x, y, width, height] = run[0];
                const bottom = y + height;
                return isFirst && run.length === 1 ? `M${x + width + OVER} ${y}H${x}V${bottom}H${x + width + OVER}`
                    : isLast && run.length === 1 ? `M${x - OVER} ${y}H${x + width}V${bottom}H${x - OVER}`
                        : `M${[...right, ...left].join('L')}Z`;
            }).join('');
        }

        shape(thing) {
            const boxes = this.boxes(thing);
            if (boxes.length === 0) {
                return [];
            }
            const { kind, size, isNew } = thing;
            const name = thing.name ?? (thing.kind === 'freed' ? this.chunkName(thing.chunk) : '');
            const fill = ['padding', 'old', 'lost', 'footer', 'own'].includes(kind) ? `url(#${this.id}-${kind})` : null;
            const title = { padding: 'padding', own: 'kept by the heap for itself', free: 'free', freed: `${name}, freed`, old: `${name}, left behind`, lost: `${name}, lost` }[kind] ?? name;
            const path = svg('path', { d: this.outline(boxes), class: `thing is-${kind}${isNew ? ' is-new' : ''}`, style: fill && `fill: ${fill}` },
                svg('title', {}, `${title}: ${grouped(size)} ${size === 1 ? 'byte' : 'bytes'}`));
            const hasLabel = ['value', 'old', 'lost', 'freed', 'footer'].includes(kind) && name !== '';
            const widest = widestOf(boxes);
            const labels = boxes.filter(() => hasLabel).map(box => {
                const [x, y, width] = box;
                const isMain = box === widest;
                // A piece that does not touch the first one says whose it is.
                const isCut = boxes.length === 2 && (boxes[1][0] + boxes[1][2] <= boxes[0][0] + 1);
                const room = Math.floor((width - 4) / LETTER);
                const text = isCut ? part(name, room, box === boxes[0], isMain) : isMain ? clip(name, room) : '';
                return text === '' ? '' : svg('text', {
                    x: x + width / 2, y: y + this.height / 2 + 4, 'text-anchor': 'middle', class: `label is-${kind}${isMain ? '' : ' is-more'}`,
                }, text);
            });
            return [path, ...labels.filter(label => label !== '')];
        }

        // An arrow from one thing to another: out of the side that faces it, or in an arc above both.
        arrow([from, to, isNew]) {
            const [[ax, ay, aw, ah], [bx, by, bw, bh]] = [from, to].map(thing => widestOf(this.boxes(thing)));
            const apart = Math.min(7, aw / 6, bw / 6);
            const [x, end] = [ax + aw / 2 + apart, bx + bw / 2 - apart];
            const isUp = by < ay;
            const [y, tip] = by === ay ? [ay, by] : isUp ? [ay, by + bh] : [ay + ah, by];
            // Rows that touch leave no room: it swings into both.
            const bend = by === ay ? -15 : Math.max(Math.abs(tip - y) / 2, 16) * (isUp ? -1 : 1);
            const curve = by === ay ? `C${x} ${y + bend} ${end} ${tip + bend}` : `C${x} ${y + bend} ${end} ${tip - bend}`;
            const back = isUp ? 6 : -6;
            return svg('g', { class: `refer${isNew ? ' is-new' : ''}` },
                svg('path', { d: `M${x} ${y}${curve} ${end} ${tip + back / 2}`, class: 'line' }),
                svg('path', { d: `M${end} ${tip}l-3.5 ${back}h7Z`, class: 'point' }));
        }

        show(world, name) {
            const things = memory.things(world);
            this.shapes.replaceChildren(...merged(things, this.pixels).flatMap(thing => this.shape(thing)));
            this.notes(world, things);
            this.references.replaceChildren(...memory.references(world, things).map(reference => this.arrow(reference)));
            this.move(memory.fingers(world));
            const sum = kind => things.filter(thing => thing.kind === kind).reduce((total, { size }) => total + size, 0);
            const parts = [['in use', 'value'], ['padding', 'padding'], ['left behind', 'old'], ['lost', 'lost'], ['free for the arena', 'free']];
            const said = parts.map(([label, kind]) => [label, sum(kind)]).filter(([, size]) => size > 0);
            this.element.setAttribute('aria-label', `${name}: ${said.map(([label, size]) => `${grouped(size)} bytes ${label}`).join(', ') || 'nothing'}.`);
        }

        // The fingers stay the same elements, so that they move.
        move(fingers) {
            for (const [arena, finger] of this.known) {
                finger.classList.toggle('is-away', !fingers.has(arena));
            }
            for (const [arena, { address, isFull }] of fingers) {
                if (!this.known.has(arena)) {
                    this.known.set(arena, finger(this.height));
                    this.fingers.append(this.known.get(arena));
                }
                // At the end of a row, not at the start of the next.
                const row = Math.floor((isFull ? address : address - 1) / this.bytes);
                const [x, y] = [this.gutter + (address - row * this.bytes) * this.pixels, this.layout.rows.get(row) ?? 0];
                this.known.get(arena).style.transform = `translate(${x}px, ${y}px)`;
            }
        }
    }

    function finger(height) {
        return svg('g', { class: 'finger' },
            // It points to where it moves: to lower addresses.
            svg('path', { d: 'M1 -2.5H-5V1L-12 -4.5L-5 -10V-6.5H1Z', class: 'tip' }), svg('path', { d: `M0 -6V${height}`, class: 'edge' }));
    }

    // The first of the widest boxes, which has the label.
    function widestOf(boxes) {
        return boxes.reduce((widest, box) => (!box[4] && box[2] > widest[2] + 0.5 ? box : widest));
    }

    // The label of one of two pieces; the larger one has at least the name.
    function part(name, room, isFirst, isMain) {
        if (name.length + 2 <= room) {
            return isFirst ? `${name} …` : `… ${name}`;
        }
        return isMain ? clip(name, room) : room >= 2 ? '…' : '';
    }

    function clip(name, room) {
        if (name.length <= room) {
            return name;
        }
        return room >= 4 ? `${name.slice(0, room - 1)}…` : '';
    }

    const KINDS = [
        ['value', 'in use'], ['padding', 'padding'], ['old', 'left behind'], ['lost', 'lost'], ['free', 'free for the arena'],
        ['footer', 'footer of a chunk'], ['own', 'kept by the heap for itself'], ['freed', 'freed'],
        ['finger', 'the finger: the next value ends here'], ['refer', 'refers to'],
    ];

    // Only what this picture draws, in any of its steps.
    function legend(kinds, id) {
        const used = `--used: url(#${id}-value)`;
        const sample = kind => svg('svg', { width: 26, height: 18, 'aria-hidden': 'true', style: used }, kind === 'finger'
            ? svg('g', { class: 'finger', style: 'transform: translate(18px, 10px)' }, ...finger(8).childNodes)
            : kind === 'refer' ? svg('g', { class: 'refer' }, svg('path', { d: 'M1 9H20', class: 'line' }), svg('path', { d: 'M25 9l-6 -3.5v7Z', class: 'point' }))
            : svg('path', { d: 'M1 1H25V17H1Z', class: `thing is-${kind}`, style: ['value', 'free', 'freed', 'new'].includes(kind) ? null : `fill: url(#${id}-${kind})` }));
        const shown = KINDS.filter(([kind]) => kinds.has(kind));
        const isNew = svg('svg', { width: 26, height: 18, 'aria-hidden': 'true' }, svg('path', { d: 'M2 2H24V16H2Z', class: 'thing is-sample is-new' }));
        return el('ul', { class: 'legend' }, ...shown.map(([kind, name]) => el('li', {}, sample(kind), name)), el('li', {}, isNew, 'new or changed in this step'));
    }

    Object.assign(memory, { Drawing, legend });
})();
