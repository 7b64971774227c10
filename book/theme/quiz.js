// <arena-quiz>: questions with explained answers, asked one at a time. One that is missed may be tried once more before
// its answer is shown.
//
// Each question contains a text, what can be answered (choices, code), and a <details> with the answer and its reason;
// theme/quiz-kinds.js turns the middle part into a form. Of each question it is stored what the reader answered, under a
// key of its own.
(function () {
    'use strict';

    const { store, el, quizKinds } = window.Arena;
    let count = 0;

    const page = location.pathname.split('/').pop() || 'index.html';
    const words = text => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu));

    // Whether two texts ask the same, in other words: at least half of them are in both.
    function isReworded(one, other) {
        const [few, many] = [words(one), words(other)].sort((a, b) => a.size - b.size);
        const shared = [...few].filter(word => many.has(word)).length;
        return 2 * shared >= few.size;
    }

    // What is stored under a question's key: one record for each question with these choices, in any chapter. Records
    // used to have the number of the choice in `chosen`, and in `checked` whether its verdict was shown.
    function records(key) {
        const kept = store.get(key);
        const usable = Array.isArray(kept) ? kept.filter(record => record && typeof record.ask === 'string') : [];
        return usable.map(record => 'chosen' in record
            ? { ...record, given: record.chosen, misses: [], done: record.checked === true }
            : record);
    }

    // One question and its form.
    class Question {
        constructor(block, number, all, changed) {
            count += 1;
            this.block = block;
            this.changed = changed;
            this.name = `question-${count}`;
            this.right = block.dataset.right;
            this.ask = block.querySelector('.ask');
            this.ask.id = this.name;
            this.key = this.ask.dataset.key;
            this.text = this.ask.textContent.trim().replace(/\s+/g, ' ');
            this.answer = block.querySelector('.answer');
            this.told = this.answer.querySelector('.right');
            const Kind = quizKinds[block.dataset.kind] || quizKinds.choice;
            this.kind = new Kind(block, this.name, this.right);
            this.verdict = el('p', { class: 'verdict', role: 'status' });
            this.check = el('button', { class: 'primary' }, 'Check');
            this.giveUp = el('button', { type: 'button', onclick: () => this.finish(false) }, 'Show the answer');
            this.next = el('button', { type: 'button', class: 'primary', onclick: () => this.onNext() }, 'Next question');
            const form = el('form', { class: 'asking' });
            this.kind.element.before(form);
            form.append(this.kind.element, el('div', { class: 'controls' }, this.check, this.giveUp, this.next, this.verdict));
            form.addEventListener('submit', event => {
                event.preventDefault();
                if (!this.done) {
                    this.judge();
                }
            });
            form.addEventListener('change', () => this.keep());
            block.prepend(el('p', { class: 'kind question-number' }, `Question ${number} of ${all}`));
            this.answer.querySelector('summary').textContent = 'Why';
            this.kind.told = this.kind.told || this.told.textContent;
            if (this.kind.hasLetters) {
                this.told.remove();
            }
            [this.misses, this.done, this.known] = [[], false, false];
        }

        // The record of this question; failing that, the one of its former text, which no other question has (`taken`).
        record(taken) {
            const all = records(this.key);
            return all.find(record => record.ask === this.text)
                || all.find(record => record.page === page && !taken.has(record.ask) && isReworded(record.ask, this.text));
        }

        // What cannot be an answer to this question counts as none.
        restore(taken) {
            const record = this.record(taken) || {};
            this.formerly = record.ask;
            taken.add(this.formerly);
            const misses = Array.isArray(record.misses) ? record.misses : [];
            this.misses = misses.filter(miss => this.kind.fits(miss) && !this.kind.isRight(miss));
            this.kind.given = this.kind.fits(record.given) ? record.given : null;
            this.done = record.done === true;
            this.known = this.done && this.kind.isRight(this.kind.given);
            this.show();
        }

        // Another question may have stored its record meanwhile, so the list is read again.
        keep() {
            const others = records(this.key).filter(record => record.ask !== this.text && record.ask !== this.formerly);
            const record = { page, ask: this.text, given: this.kind.given, misses: this.misses, done: this.done };
            store.set(this.key, [...others, record]);
            this.formerly = this.text;
        }

        judge() {
            const given = this.kind.given;
            if (given === null) {
                this.say(this.kind.missing, '');
                this.kind.focus();
                return;
            }
            if (this.kind.isRight(given)) {
                this.finish(true);
                return;
            }
            this.misses.push(given);
            if (this.misses.length >= this.kind.tries) {
                this.finish(false);
                return;
            }
            this.say(`${this.kind.missed(given)} Try once more, or look at the answer.`, 'is-wrong');
            this.kind.miss(given);
            this.giveUp.hidden = false;
            this.keep();
            this.kind.focus();
        }

        finish(known) {
            [this.done, this.known] = [true, known];
            this.keep();
            this.show();
            this.answer.open = true;
            this.changed(this);
            (this.next.hidden ? this.answer.querySelector('summary') : this.next).focus({ preventScroll: true });
            // The verdict is beside what was just clicked; only its reason may reach below the window.
            this.verdict.scrollIntoView({ block: 'nearest' });
        }

        again() {
            [this.misses, this.done, this.known] = [[], false, false];
            this.show();
            this.kind.given = null;
            this.keep();
        }

        say(text, style) {
            this.verdict.className = `verdict ${style}`;
            this.verdict.textContent = text;
        }

        show() {
            const { done, known } = this;
            this.block.classList.toggle('is-done', done);
            this.answer.classList.toggle('is-kept-back', !done);
            this.answer.open = false;
            this.kind.lock(done);
            this.misses.forEach(miss => this.kind.miss(miss));
            this.check.hidden = done;
            this.giveUp.hidden = done || this.misses.length === 0;
            this.next.hidden = true;
            this.say('', '');
            if (done) {
                const right = this.misses.length > 0 ? 'Right, at the second try.' : 'Right.';
                this.say(known ? right : `Not this time. ${this.kind.told}`, known ? 'is-right' : 'is-wrong');
            }
        }
    }

    class Quiz extends HTMLElement {
        connectedCallback() {
            if (this.questions) {
                return;
            }
            const blocks = [...this.querySelectorAll('.question')];
            this.questions = blocks.map((block, at) => new Question(block, at + 1, blocks.length, done => this.show(done)));
            this.questions.forEach(question => { question.onNext = () => this.goOn(); });
            this.status = el('p', { class: 'status', role: 'status' });
            this.retry = el('button', { type: 'button', onclick: () => this.again() });
            this.append(el('div', { class: 'controls' }, this.retry, this.status));
            const taken = new Set(this.questions.map(question => question.text));
            this.questions.forEach(question => question.restore(taken));
            this.show(null);
        }

        get asked() {
            return this.questions.find(question => !question.done);
        }

        // Those that are done, and the one that is asked. After an answer the next one waits until the reader goes on,
        // with the button of the question that was `answered`.
        show(answered) {
            const { asked } = this;
            this.questions.forEach(question => {
                const later = !question.done && (answered || question !== asked);
                question.block.classList.toggle('is-later', Boolean(later));
                question.next.hidden = !(asked && question === answered);
            });
            this.retry.hidden = Boolean(asked);
            this.status.textContent = '';
            if (!asked) {
                const known = this.questions.filter(question => question.known).length;
                this.status.textContent = `${known} of ${this.questions.length} right.`;
                this.retry.textContent = known < this.questions.length ? 'Ask the missed ones again' : 'Start again';
            }
        }

        goOn() {
            this.show(null);
            const { asked } = this;
            asked.block.scrollIntoView({ block: 'nearest' });
            asked.kind.focus();
        }

        // Asks the missed ones again, or all of them if none was missed.
        again() {
            const missed = this.questions.filter(question => !question.known);
            (missed.length > 0 ? missed : this.questions).forEach(question => question.again());
            this.goOn();
        }
    }

    customElements.define('arena-quiz', Quiz);
})();
