// The kinds of questions of a quiz: a choice, a number, an order, what some code prints, a line of some code.
//
// Each has: `element`, the part of the question that becomes a form; `given`, the answer as it is stored, or null;
// `fits` (whether a stored value can be an answer), `isRight`, `tries` (how often one may answer), `missing` (what to say
// without an answer), `missed` (what to say of a wrong one), `miss` (marks a wrong one), `told` (how the right one is told,
// unless it is in the answer), `lock` (shows the right one and ends the asking, or starts it anew), `focus`.
(function () {
    'use strict';

    const { el } = window.Arena;

    // One of several: choices, or lines of code.
    class Radios {
        constructor(name, right) {
            this.name = name;
            this.right = Number(right);
            this.missing = 'Choose an answer first.';
        }

        input(at, label) {
            return el('input', { type: 'radio', name: this.name, value: at, 'aria-label': label });
        }

        get tries() {
            return this.inputs.length > 2 ? 2 : 1;
        }

        get given() {
            const chosen = this.inputs.find(input => input.checked);
            return chosen ? Number(chosen.value) : null;
        }

        set given(at) {
            this.inputs.forEach(input => { input.checked = at !== null && Number(input.value) === at; });
        }

        fits(at) {
            return this.inputs.some(input => Number(input.value) === at);
        }

        isRight(at) {
            return at === this.right;
        }

        missed() {
            return 'Not this one.';
        }

        // What was wrong is no longer on offer.
        miss(at) {
            const input = this.inputs.find(input => Number(input.value) === at);
            if (input && !this.isRight(at)) {
                input.disabled = true;
                input.checked = false;
                this.mark(input, 'is-wrong', true);
            }
        }

        lock(done) {
            this.inputs.forEach(input => {
                input.disabled = done;
                this.mark(input, 'is-right', done && this.isRight(Number(input.value)));
                this.mark(input, 'is-wrong', false);
            });
        }

        mark(input, style, on) {
            input.closest('.choice').classList.toggle(style, on);
        }

        focus() {
            const open = this.inputs.filter(input => !input.disabled);
            (open.find(input => input.checked) || open[0]).focus({ preventScroll: true });
        }
    }

    class Choice extends Radios {
        constructor(block, name, right) {
            super(name, right);
            // Only the list has them.
            this.hasLetters = true;
            this.told = 'The right choice is marked.';
            const list = block.querySelector('.choices');
            const choices = [...list.children];
            this.inputs = choices.map((choice, at) => this.input(at));
            this.element = el('div', { class: 'choices', role: 'radiogroup', 'aria-labelledby': name },
                ...choices.map((choice, at) => el('label', { class: 'choice' }, this.inputs[at],
                    el('div', {}, ...choice.childNodes))));
            list.replaceWith(this.element);
        }
    }

    // A line of the code. Lines without a word cannot be meant.
    class Line extends Radios {
        constructor(block, name, right) {
            super(name, right);
            this.missing = 'Choose a line first.';
            this.element = block.querySelector('figure');
            this.inputs = [];
            const code = this.element.querySelector('code');
            code.setAttribute('role', 'radiogroup');
            code.setAttribute('aria-labelledby', name);
            [...code.children].forEach((line, at) => {
                if (/\w/.test(line.textContent)) {
                    const input = this.input(at, `Line ${at + 1}: ${line.textContent.trim()}`);
                    this.inputs.push(input);
                    line.replaceWith(el('label', { class: 'line choice' }, input, ...line.childNodes));
                }
            });
        }

        missed() {
            return 'Not this line.';
        }
    }

    // A text that is typed: a number, or what is printed.
    class Typed {
        constructor(block, name, right, label) {
            this.right = right;
            this.tries = 2;
            this.id = `${name}-given`;
            this.field = el('input', { id: this.id, type: 'text', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' });
            this.label = el('label', { for: this.id }, label);
        }

        // What two ways of writing the same have in common.
        read(text) {
            return text.trim().replace(/\s+/g, ' ');
        }

        get given() {
            return this.read(this.field.value) === '' ? null : this.field.value.trim();
        }

        set given(text) {
            this.field.value = text === null ? '' : text;
        }

        fits(text) {
            return typeof text === 'string' && text.length < 300;
        }

        isRight(text) {
            return text !== null && this.read(text) === this.read(this.right);
        }

        missed(text) {
            return `Not ${text}.`;
        }

        miss() {}

        lock(done) {
            this.field.readOnly = done;
        }

        focus() {
            this.field.focus({ preventScroll: true });
            this.field.select();
        }
    }

    class Numeric extends Typed {
        constructor(block, name, right) {
            super(block, name, right, 'Your number');
            this.missing = 'Type a number first, such as 1,234.';
            this.field.inputMode = 'decimal';
            this.element = el('div', { class: 'typing' }, this.label, this.field, el('span', {}, block.dataset.unit || ''));
            block.querySelector('.answer').before(this.element);
        }

        // Digits may be grouped, by whatever the reader is used to.
        read(text) {
            const digits = text.replace(/[\s,_'’]/g, '');
            return /^-?\d+(\.\d+)?$/.test(digits) ? String(Number(digits)) : '';
        }
    }

    class Prints extends Typed {
        constructor(block, name, right) {
            super(block, name, right, 'It prints');
            this.missing = 'Type what it prints first.';
            if (right.includes('\n')) {
                this.field = el('textarea', { id: this.id, rows: right.split('\n').length, autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' });
            }
            this.field.classList.add('code');
            this.element = el('div', { class: 'typing' }, this.label, this.field);
            block.querySelector('.answer').before(this.element);
        }
    }

    // Steps that are put in order: each moves with its two buttons.
    class Order {
        constructor(block, name, right) {
            this.right = right;
            this.tries = 2;
            this.missing = '';
            this.hasLetters = true;
            this.told = 'They are in order now.';
            const list = block.querySelector('.choices');
            this.said = el('p', { class: 'only-read', role: 'status' });
            this.items = [...list.children].map(item => {
                const text = item.textContent.trim();
                const step = el('div', { class: 'step' }, ...item.childNodes);
                const up = el('button', { type: 'button', 'aria-label': `Move up: ${text}`, onclick: () => this.move(row, -1) }, '↑');
                const down = el('button', { type: 'button', 'aria-label': `Move down: ${text}`, onclick: () => this.move(row, 1) }, '↓');
                const row = el('li', { class: 'choice' }, step, el('span', { class: 'moves' }, up, down));
                return row;
            });
            this.list = el('ol', { class: 'order', 'aria-labelledby': name }, ...this.items);
            this.element = el('div', {}, this.list, this.said);
            list.replaceWith(this.element);
            this.arrange(this.items.map((item, at) => at));
        }

        get order() {
            return [...this.list.children].map(row => this.items.indexOf(row));
        }

        get given() {
            return this.order.join(',');
        }

        set given(order) {
            this.arrange(order === null ? this.items.map((item, at) => at) : order.split(',').map(Number));
        }

        arrange(order) {
            this.list.append(...order.map(at => this.items[at]));
            this.ends();
        }

        // The first cannot go up, nor the last down; a button that was just used keeps the focus.
        ends() {
            const rows = [...this.list.children];
            rows.forEach((row, at) => row.querySelectorAll('button').forEach((button, side) => {
                const end = side === 0 ? at === 0 : at === rows.length - 1;
                button.setAttribute('aria-disabled', String(this.locked || end));
            }));
        }

        move(row, by) {
            const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
            if (!other || this.locked) {
                return;
            }
            const focus = document.activeElement;
            by < 0 ? other.before(row) : other.after(row);
            focus.focus({ preventScroll: true });
            this.ends();
            const place = [...this.list.children].indexOf(row) + 1;
            this.said.textContent = `Now ${place} of ${this.items.length}.`;
            row.dispatchEvent(new Event('change', { bubbles: true }));
        }

        fits(order) {
            return typeof order === 'string' && order.split(',').map(Number).sort((a, b) => a - b).join() === this.items.map((item, at) => at).join();
        }

        isRight(order) {
            return order === this.right;
        }

        missed(order) {
            const right = this.right.split(',');
            const n = order.split(',').filter((at, place) => at === right[place]).length;
            return n === 0 ? 'None of them is in its place yet.' : `${n} of ${right.length} ${n === 1 ? 'is' : 'are'} in place.`;
        }

        miss() {}

        // In the end they are in order, whatever the reader's was.
        lock(done) {
            this.locked = done;
            this.list.classList.toggle('is-locked', done);
            if (done) {
                this.arrange(this.right.split(',').map(Number));
            }
            this.ends();
        }

        focus() {
            this.list.querySelector('button[aria-disabled="false"]').focus({ preventScroll: true });
        }
    }

    window.Arena.quizKinds = { choice: Choice, compiles: Choice, number: Numeric, order: Order, prints: Prints, line: Line };
})();
