// Draws a replay: live bytes as a curve for each side, and what is at which address. The cost of a frame depends on
// pixels and, for the addresses, on a single pass over numbers; the curves are drawn anew only for another view.
(function () {
    'use strict';

    const { range, NEVER, GROUP } = window.ReplayModel;

    const LANE = 92;
    const RULER = 20;
    const ROW = 13;
    const BETWEEN_ROWS = 2;
    const LABEL = 20;
    // The colours, by the class of an element that has each as its colour.
    const INKS = ['text', 'muted', 'ground', 'line', 'bad', 'yours', 'block', 'chunk', 'now', 'gone', 'cursor'];

    // A picture that is as wide as its box, sharp on any screen.
    class Picture {
        constructor(canvas) {
            this.canvas = canvas;
            this.context = canvas.getContext('2d');
            this.width = 0;
        }

        resize(width, height) {
            const ratio = Math.min(devicePixelRatio || 1, 2);
            this.width = width;
            this.height = height;
            this.ratio = ratio;
            this.canvas.width = Math.round(width * ratio);
            this.canvas.height = Math.round(height * ratio);
            this.canvas.style.height = `${height}px`;
        }

        write(text, x, y, ink, align = 'left') {
            const { context } = this;
            context.font = '12px system-ui, sans-serif';
            context.textAlign = align;
            context.textBaseline = 'middle';
            context.fillStyle = ink;
            context.fillText(text, x, y);
        }
    }

    // The curves of both sides above each other, over one axis of events.
    class Lanes extends Picture {
        constructor(canvas) {
            super(canvas);
            this.curves = document.createElement('canvas');
        }

        resize(width) {
            super.resize(width, 2 * LANE + RULER);
            this.curves.width = this.canvas.width;
            this.curves.height = this.canvas.height;
            this.drawn = null;
        }

        // `view` is what `Replay.draw` makes; the cursor is at `at`.
        draw(view, at, inks) {
            const { context, width, ratio } = this;
            const { from, to } = view;
            const drawn = `${from} ${to} ${view.isStretched} ${inks.key}`;
            if (drawn !== this.drawn) {
                this.drawn = drawn;
                this.drawCurves(view, inks);
            }
            context.setTransform(1, 0, 0, 1, 0, 0);
            context.drawImage(this.curves, 0, 0);
            context.setTransform(ratio, 0, 0, ratio, 0, 0);
            const x = (at - from) / (to - from) * width;
            if (x >= 0 && x <= width) {
                context.fillStyle = inks.cursor;
                context.fillRect(Math.min(Math.max(x - 1, 0), width - 2), 0, 2, 2 * LANE);
            }
        }

        drawCurves(view, inks) {
            const { curves, width, height, ratio } = this;
            const visible = this.context;
            this.context = curves.getContext('2d');
            this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
            this.context.fillStyle = inks.ground;
            this.context.fillRect(0, 0, width, height);
            const all = [0, 0];
            const most = Math.max(1, ...view.sides.map(side => (range(side, 0, side.n + 1, all), all[1])));
            const least = Math.min(0, ...view.sides.map(side => (range(side, 0, side.n + 1, all), all[0])));
            view.sides.forEach((side, index) => this.drawLane(view, side, index, least, most, inks));
            this.drawRuler(view, inks);
            this.context = visible;
        }

        drawLane(view, side, index, least, most, inks) {
            const { context, width } = this;
            const top = index * LANE;
            const room = LANE - LABEL - 4;
            const y = bytes => top + LABEL + room * (1 - (bytes - least) / (most - least));
            const ink = index === 0 ? inks.bad : inks.yours;
            const extremes = [0, 0];
            const unit = (view.to - view.from) / width;
            const end = (side.n + 1 - view.from) / unit;
            const columns = view.isStretched ? width : Math.min(width, Math.max(0, Math.ceil(end)));
            context.fillStyle = ink;
            context.beginPath();
            context.moveTo(0, y(0));
            for (let x = 0; x < columns; x += 1) {
                const start = view.from + x * unit;
                const first = view.events(side, start);
                range(side, first, Math.max(first, view.events(side, start + unit)) + 1, extremes);
                const high = y(extremes[1]);
                context.fillRect(x, high - 1, 1, y(extremes[0]) - high + 2);
                context.lineTo(x, high);
                context.lineTo(x + 1, high);
            }
            context.lineTo(columns, y(0));
            context.globalAlpha = 0.25;
            context.fill();
            context.globalAlpha = 1;
            if (!view.isStretched && end >= 0 && end < width - 170) {
                this.write(`ends here, after ${window.Arena.grouped(side.n)} events`, end + 8, y((least + most) / 2), inks.muted);
            }
            context.fillStyle = inks.line;
            context.fillRect(0, y(0), width, 1);
            context.fillRect(0, top + LANE - 1, width, 1);
            this.write(view.names[index], 6, top + 11, inks.text);
            this.write(`peak ${view.size(side.peak)}`, width - 6, top + 11, inks.muted, 'right');
        }

        drawRuler(view, inks) {
            const { width } = this;
            const n = width < 420 ? 2 : 4;
            for (let at = 0; at <= n; at += 1) {
                const place = view.from + (view.to - view.from) * at / n;
                const align = ['left', 'center', 'right'][at === 0 ? 0 : at === n ? 2 : 1];
                this.write(view.tick(place), Math.min(Math.max(width * at / n, 4), width - 4), 2 * LANE + RULER / 2, inks.muted, align);
            }
        }

        // The place on the axis below a pointer.
        under(event, { from, to }) {
            const box = this.canvas.getBoundingClientRect();
            const share = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
            return from + share * (to - from);
        }
    }

    // What is at which address: rows of cells, as a text is written. A byte is as large on one side as on the other.
    class Memory extends Picture {
        constructor(canvas, sides) {
            super(canvas);
            this.sides = sides;
            this.cells = document.createElement('canvas');
        }

        resize(width) {
            const rows = width < 420 ? 8 : 5;
            this.part = LABEL + rows * (ROW + BETWEEN_ROWS) + 8;
            super.resize(width, 2 * this.part);
            this.columns = Math.max(1, Math.floor(width));
            this.rows = rows;
            const count = this.columns * rows;
            this.scale = count / Math.max(1, ...this.sides.map(side => side.span));
            this.cells.width = this.columns;
            this.cells.height = rows;
            this.image = new ImageData(this.columns, rows);
            // How much of each cell blocks take, and chunks.
            this.blocks = new Float32Array(count);
            this.chunks = new Float32Array(count);
            this.starts = new Uint8Array(count);
        }

        draw(view, events, inks) {
            const { context, width, height, ratio } = this;
            context.setTransform(ratio, 0, 0, ratio, 0, 0);
            context.fillStyle = inks.ground;
            context.fillRect(0, 0, width, height);
            context.imageSmoothingEnabled = false;
            this.sides.forEach((side, index) => {
                this.fill(side, events[index]);
                this.colour(side, events[index], inks);
                const top = index * this.part;
                this.write(view.names[index], 6, top + 11, inks.text);
                this.write(view.addresses[index], width - 6, top + 11, inks.muted, 'right');
                for (let row = 0; row < this.rows; row += 1) {
                    const y = top + LABEL + row * (ROW + BETWEEN_ROWS);
                    context.drawImage(this.cells, 0, row, this.columns, 1, 0, y, width, ROW);
                }
            });
        }

        // The blocks that are there after so many events. One pass over the lives, in the order in which they begin.
        fill(side, events) {
            const { blocks, chunks, starts, scale } = this;
            const { lives, born, dies, over, place, size, chunk } = side;
            const last = blocks.length - 1;
            blocks.fill(0);
            chunks.fill(0);
            starts.fill(0);
            for (let life = 0; life < lives && born[life] <= events; life += 1) {
                if (life % GROUP === 0 && over[life / GROUP] <= events) {
                    life += GROUP - 1;
                    continue;
                }
                if (dies[life] <= events) {
                    continue;
                }
                const cover = chunk[life] ? chunks : blocks;
                const from = place[life] * scale;
                const to = from + size[life] * scale;
                const first = Math.min(Math.floor(from), last);
                const end = Math.min(Math.floor(to), last);
                if (first === end) {
                    cover[first] += to - from;
                    continue;
                }
                cover[first] += first + 1 - from;
                for (let cell = first + 1; cell < end; cell += 1) {
                    cover[cell] = 1;
                }
                cover[end] += to - end;
                // Where blocks are wide enough, the next one can be told from this one.
                starts[first] = end - first > 3 ? 1 : 0;
            }
        }

        colour(side, events, inks) {
            const { blocks, chunks, starts, image, scale, cells } = this;
            const { data } = image;
            const { ground, block, chunk, line } = inks.parts;
            const axis = side.span * scale;
            for (let cell = 0; cell < blocks.length; cell += 1) {
                const used = Math.min(1, blocks[cell] + chunks[cell]);
                const ink = chunks[cell] > blocks[cell] ? chunk : block;
                // A cell that holds anything can be told from a free one; the first of a wide block is its edge.
                const share = starts[cell] ? 0.35 : used > 0 ? 0.3 + 0.7 * used : 0;
                const free = cell < axis ? line : ground;
                const weight = cell < axis ? 0.35 : 0;
                for (let part = 0; part < 3; part += 1) {
                    const behind = ground[part] * (1 - weight) + free[part] * weight;
                    data[4 * cell + part] = behind * (1 - share) + ink[part] * share;
                }
                data[4 * cell + 3] = 255;
            }
            this.mark(side, events, inks);
            cells.getContext('2d').putImageData(image, 0, 0);
        }

        // The block that the last event was about.
        mark(side, events, inks) {
            const life = events > 0 ? side.life[events - 1] : -1;
            if (life < 0) {
                return;
            }
            const ink = side.dies[life] <= events && side.dies[life] !== NEVER ? inks.parts.gone : inks.parts.now;
            const from = Math.min(Math.floor(side.place[life] * this.scale), this.blocks.length - 2);
            const to = Math.max(from + 2, Math.ceil((side.place[life] + side.size[life]) * this.scale));
            for (let cell = Math.max(from, 0); cell < Math.min(to, this.blocks.length); cell += 1) {
                this.image.data.set(ink, 4 * cell);
            }
        }
    }

    // The colours as the page has them now: elements with these classes resolve them.
    function inks(probes) {
        const found = { parts: {} };
        INKS.forEach((name, at) => {
            found[name] = getComputedStyle(probes[at]).color;
            found.parts[name] = found[name].match(/[\d.]+/g).slice(0, 3).map(Number);
        });
        found.key = INKS.map(name => found[name]).join();
        return found;
    }

    window.ReplayDraw = { Lanes, Memory, INKS, inks };
})();
