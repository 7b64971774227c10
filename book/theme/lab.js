// <arena-lab>: the lab in the page. What is typed is answered by a real `Bump`, compiled to WebAssembly (book/lab-page), which
// is loaded when the lab is first used. Where it cannot be had, the model in lab-model.js answers, and the page says so.
(function () {
    'use strict';

    if (customElements.get('arena-lab')) {
        return;
    }
    const { el } = window.Arena;
    const root = new URL(`${document.documentElement.dataset.root || ''}lab/`, document.baseURI);
    const PROMPT = 'lab › ';
    // How much of a session stays in the page.
    const MAX_BLOCKS = 400;

    const WELCOME = 'An arena is behind this prompt. It is loaded with the first command.';
    const REAL = 'This is bumpalo itself, compiled for 32 bits: its own footer takes 32 B of each chunk, and 48 in a program '
        + 'for 64 bits, so that a first chunk has 464 B usable here and 448 there. `cargo xtask lab` opens the same lab for your '
        + 'machine.';
    const MODEL = 'The compiled arena is not here: a model of it in JavaScript answers, with the figures of a program for 64 '
        + 'bits, and without the tour. ';
    const GET_REAL = 'To have the real one, run `rustup target add wasm32-unknown-unknown` and start `cargo xtask book` again; '
        + '`cargo xtask lab` opens it at a prompt.';
    const FROM_FILE = 'A page that is opened as a file may not load it: `cargo xtask book` serves this book, and `cargo xtask lab` '
        + 'opens the lab at a prompt.';

    // Compiled once for all labs of the page.
    let compiled = null;
    function compile() {
        if (location.protocol === 'file:') {
            return Promise.reject(new Error('a file cannot be fetched'));
        }
        // An instance and its page must be of the same build, so an old copy is asked about.
        compiled ??= fetch(new URL('arena.wasm', root), { cache: 'no-cache' }).then(async response => {
            if (!response.ok) {
                throw new Error(`status ${response.status}`);
            }
            // Not streamed: that would need the right type from every static host.
            return WebAssembly.compile(await response.arrayBuffer());
        });
        compiled.catch(() => { compiled = null; });
        return compiled;
    }

    // A session of the compiled arena. What it says is a list of blocks: { kind, text } or { kind, runs } or { kind, rows }.
    class Arena {
        constructor(exports) {
            this.exports = exports;
        }

        static async start() {
            const instance = await WebAssembly.instantiate(await compile(), {});
            return new Arena(instance.exports);
        }

        // 'line' where it waits for a command, 'tour' at a pause of the tour, 'over' after `quit`.
        get state() {
            return ['line', 'tour', 'over'][this.exports.lab_state()];
        }

        line(text, width) {
            const bytes = new TextEncoder().encode(text).subarray(0, 1 << 16);
            const at = this.exports.lab_room(bytes.length);
            new Uint8Array(this.exports.memory.buffer, at, bytes.length).set(bytes);
            this.exports.lab_width(width);
            this.exports.lab_line();
            return parse(this.said());
        }

        tour(width) {
            this.exports.lab_width(width);
            this.exports.lab_tour();
            return parse(this.said());
        }

        // What it said last; after a trap, the message of the panic.
        said() {
            const { memory, lab_output: at, lab_output_length: length } = this.exports;
            return new TextDecoder().decode(new Uint8Array(memory.buffer, at(), length()));
        }
    }

    // See book/lab-page/src/wire.rs.
    function parse(said) {
        const kinds = { c: 'command', t: 'tour', a: 'answer', m: 'mistake', l: 'lines', d: 'drawing', b: 'table' };
        const parts = (text, mark) => text.split(mark).slice(0, -1);
        return parts(said, '\u{1e}').map(block => {
            const [kind, text] = [kinds[block[0]], block.slice(1)];
            if (kind === 'table') {
                return { kind, rows: parts(text, '\u{1d}').map(row => parts(row, '\u{1f}')) };
            }
            if (kind === 'lines' || kind === 'drawing') {
                return { kind, runs: parts(text, '\u{1f}').map(run => ({ kind: run[0], text: run.slice(1) })) };
            }
            return { kind, text };
        });
    }

    // Text with `code` in backticks.
    function prose(text) {
        return text.trimEnd().split('`').map((part, at) => (at % 2 ? el('code', {}, part) : part));
    }

    const RUNS = { v: 'value', f: 'free', u: 'unused', g: 'padding', l: 'left-behind', m: 'finger' };

    function draw(block) {
        const runs = () => block.runs.map(({ kind, text }) => (kind === 'p' ? text : el('span', { class: `is-${RUNS[kind]}` }, text)));
        const cells = (row, name) => row.map(cell => el(name, name === 'th' ? { scope: 'col' } : {}, cell));
        switch (block.kind) {
        case 'command':
            return el('p', { class: 'lab-command' }, el('span', { 'aria-hidden': 'true' }, PROMPT), block.text);
        case 'lines':
            return el('div', { class: 'lab-lines' }, ...runs());
        case 'drawing':
            // The lines below a drawing say it in numbers; its letters would be spelt out one by one.
            return el('div', { class: 'lab-drawing', 'aria-hidden': 'true' }, ...runs());
        case 'table': {
            const [head, ...rows] = block.rows;
            return el('table', {},
                el('thead', {}, el('tr', {}, ...cells(head, 'th'))),
                el('tbody', {}, ...rows.map(row => el('tr', {}, ...cells(row, 'td')))));
        }
        default:
            return el('p', { class: `lab-${block.kind}` }, ...prose(block.text));
        }
    }

    function loadScript(name) {
        return new Promise((resolve, reject) => {
            const failed = () => reject(new Error(`${name} cannot be loaded`));
            document.head.append(el('script', { src: new URL(name, root).href, onload: resolve, onerror: failed }));
        });
    }

    class Lab extends HTMLElement {
        connectedCallback() {
            if (this.output) {
                return;
            }
            this.history = [];
            this.recalled = 0;
            this.session = null;
            this.work = Promise.resolve();
            this.output = el('div', { class: 'lab-output', role: 'log', tabindex: '0', 'aria-label': 'What the lab says' },
                el('p', { class: 'lab-welcome' }, WELCOME));
            this.input = el('input', {
                class: 'lab-input', 'aria-label': 'A command for the lab', placeholder: 'a command, or help', autocomplete: 'off',
                autocapitalize: 'none', autocorrect: 'off', spellcheck: 'false', enterkeyhint: 'send', maxlength: '1000',
                onkeydown: event => this.recall(event),
            });
            const button = (words, work) => el('button', { type: 'button', onclick: work }, words);
            const command = line => button(line, () => this.run(line));
            this.next = button('Take the tour', () => this.tour());
            this.next.classList.add('primary');
            this.note = el('p', { class: 'lab-note' });
            this.querySelector('.lab-without')?.remove();
            // The commands that the text proposes run at a touch.
            this.querySelectorAll('.lab > p > code').forEach(code => {
                const proposed = button(code.textContent, () => this.run(code.textContent));
                proposed.classList.add('lab-try');
                code.replaceWith(proposed);
            });
            this.firstElementChild.append(
                el('div', { class: 'lab-console' }, this.output,
                    el('form', { onsubmit: event => this.submit(event) },
                        el('span', { 'aria-hidden': 'true' }, PROMPT.trim()), this.input, el('button', {}, 'Run'))),
                el('div', { class: 'lab-buttons' }, this.next, command('show'), command('chunks'), command('reset'),
                    command('help'), button('Start over', () => this.startOver())),
                this.note);
        }

        submit(event) {
            event.preventDefault();
            const line = this.input.value.trim();
            this.input.value = '';
            if (line !== '') {
                this.run(line);
            } else if (this.session?.state === 'tour') {
                // As at the prompt: Enter goes on.
                this.tour();
            }
        }

        // The lines that were typed, by the arrow keys.
        recall(event) {
            const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
            if (!step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) {
                return;
            }
            event.preventDefault();
            this.recalled = Math.max(0, Math.min(this.history.length, this.recalled + step));
            this.input.value = this.history[this.recalled] ?? '';
        }

        run(line) {
            if (this.history.at(-1) !== line) {
                this.history.push(line);
            }
            this.recalled = this.history.length;
            return this.ask(async session => {
                const blocks = session.line(line, this.columns());
                if (session.state === 'tour' && /^tour\b/.test(line)) {
                    blocks.push(...session.tour(this.columns()));
                }
                return blocks;
            }, line);
        }

        // The first step of the tour, or the next.
        tour() {
            return this.session?.state === 'tour'
                ? this.ask(async session => session.tour(this.columns()))
                : this.run('tour');
        }

        // Lets the session work, after all that it was asked before, and shows what it says.
        ask(work, line) {
            this.classList.add('is-started');
            this.work = this.work.then(async () => {
                if (line !== undefined) {
                    this.say([{ kind: 'command', text: line }]);
                }
                try {
                    this.session ??= await this.open();
                    this.say(await work(this.session));
                } catch (error) {
                    await this.recover(error);
                }
                if (this.session?.state === 'over') {
                    this.session = null;
                    this.say([{ kind: 'answer', text: 'A new session begins with the next command, and another arena.' }]);
                }
                this.next.textContent = this.session?.state === 'tour' ? 'Next step of the tour' : 'Take the tour';
            });
            return this.work;
        }

        // The compiled arena, or the model.
        async open() {
            const isSlow = setTimeout(() => { this.note.textContent = 'The arena is on its way; the first time it may have to be compiled.'; }, 500);
            try {
                const session = await Arena.start();
                this.explain(REAL);
                return session;
            } catch {
                if (!window.LabModel) {
                    await loadScript('lab-model.js');
                }
                this.explain(MODEL + (location.protocol === 'file:' ? FROM_FILE : GET_REAL));
                this.next.hidden = true;
                return new window.LabModel();
            } finally {
                clearTimeout(isSlow);
            }
        }

        explain(text) {
            this.note.replaceChildren(...prose(text));
        }

        // After a trap nothing can be asked of that instance any more but what it said.
        async recover(error) {
            const message = this.session instanceof Arena && error instanceof WebAssembly.RuntimeError
                ? this.session.said().split('\n').pop() || 'its memory was refused'
                : String(error.message || error);
            this.session = null;
            this.say([{ kind: 'mistake', text: `The lab stopped (${message}). The next command starts a new session, with another arena.` }]);
        }

        startOver() {
            return this.ask(async () => {
                this.session = null;
                this.output.replaceChildren();
                return [{ kind: 'answer', text: 'A new session, and another arena.' }];
            });
        }

        say(blocks) {
            const shown = blocks.map(draw);
            this.output.querySelector('.lab-welcome')?.remove();
            this.output.append(...shown);
            while (this.output.childElementCount > MAX_BLOCKS) {
                this.output.firstElementChild.remove();
            }
            // The newest is seen from its start.
            const first = shown[0];
            if (first) {
                const command = first.previousElementSibling?.matches('.lab-command') ? first.previousElementSibling : first;
                this.output.scrollTop = command.offsetTop;
            }
        }

        // How many characters a line of the output has.
        columns() {
            const ruler = el('span', { class: 'lab-ruler' }, '0'.repeat(10));
            this.output.append(ruler);
            const width = ruler.getBoundingClientRect().width / 10;
            ruler.remove();
            const style = getComputedStyle(this.output);
            const room = this.output.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
            return Math.max(20, Math.floor(room / width) || 80);
        }
    }

    window.Arena.Lab = Arena;
    customElements.define('arena-lab', Lab);
})();
