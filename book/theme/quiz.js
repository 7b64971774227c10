// <arena-quiz>: questions with explained answers. Trying again only asks those that were missed.
//
// It contains a text, a list of choices, and a <details> with the answer for each question. This script turns the choices
// into radio buttons. For each question it stores the reader's choice, and whether it was checked.
(function () {
    'use strict';

    const { store, el } = window.Arena;
    let count = 0;

    const page = location.pathname.split('/').pop() || 'index.html';
    const words = text => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu));

    // Whether two texts ask the same, in other words: at least half of them are in both.
    function isReworded(one, other) {
        const [few, many] = [words(one), words(other)].sort((a, b) => a.size - b.size);
        const shared = [...few].filter(word => many.has(word)).length;
        return 2 * shared >= few.size;
    }

    // What is stored under a question's key: one record for each question with these choices, in any chapter.
    function records(key) {
        const kept = store.get(key);
        return Array.isArray(kept) ? kept.filter(record => record && typeof record.ask === 'string') : [];
    }

    // One question and its form.
    class Question {
        constructor(block) {
            count += 1;
            this.block = block;
            this.name = `question-${count}`;
            this.right = Number(block.dataset.right);
            this.ask = block.querySelector('.ask');
            this.ask.id = this.name;
            this.key = this.ask.dataset.key;
            this.text = this.ask.textContent.trim().replace(/\s+/g, ' ');
            this.answer = block.querySelector('.answer');
            this.verdict = el('p', { class: 'verdict' });
            const choices = block.querySelector('.choices');
            this.inputs = [...choices.children].map((choice, at) =>
                el('input', { type: 'radio', name: this.name, value: at, id: `${this.name}-${at}` }));
            this.labels = [...choices.children].map((choice, at) =>
                el('div', { class: 'choice' }, this.inputs[at],
                    el('label', { for: `${this.name}-${at}` }, ...choice.childNodes)));
            choices.replaceWith(el('div', { class: 'choices', role: 'radiogroup', 'aria-labelledby': this.name },
                ...this.labels));
            this.answer.before(this.verdict);
            this.answer.querySelector('.right').remove();
            this.answer.querySelector('summary').textContent = 'Why';
        }

        get chosen() {
            return this.inputs.findIndex(input => input.checked);
        }

        set chosen(at) {
            this.inputs.forEach((input, index) => { input.checked = index === at; });
        }

        get isRight() {
            return this.chosen === this.right;
        }

        // The record of this question; failing that, the one of its former text, which no other question has (`taken`).
        record(taken) {
            const all = records(this.key);
            return all.find(record => record.ask === this.text)
                || all.find(record => record.page === page && !taken.has(record.ask) && isReworded(record.ask, this.text));
        }

        restore(taken) {
            const record = this.record(taken);
            this.formerly = record && record.ask;
            taken.add(this.formerly);
            this.chosen = record && Number.isInteger(record.chosen) ? record.chosen : -1;
            this.checked = Boolean(record && record.checked && this.chosen >= 0);
        }

        // Another question may have stored its record meanwhile, so the list is read again.
        keep() {
            const others = records(this.key).filter(record => record.ask !== this.text && record.ask !== this.formerly);
            const record = { page, ask: this.text, chosen: this.chosen, checked: Boolean(this.checked) };
            store.set(this.key, [...others, record]);
            this.formerly = this.text;
        }

        // Shows or hides the verdict and the reason.
        show(checked) {
            this.answer.hidden = !checked;
            this.answer.open = checked;
            this.inputs.forEach(input => { input.disabled = checked; });
            this.labels.forEach((label, at) => {
                label.classList.toggle('is-right', checked && at === this.right);
                label.classList.toggle('is-wrong', checked && at === this.chosen && !this.isRight);
            });
            this.verdict.className = `verdict ${checked ? (this.isRight ? 'is-right' : 'is-wrong') : ''}`;
            this.verdict.textContent = checked ? (this.isRight ? 'Right.' : 'Not this one. The right choice is marked.') : '';
        }
    }

    class Quiz extends HTMLElement {
        connectedCallback() {
            if (this.questions) {
                return;
            }
            this.questions = [...this.querySelectorAll('.question')].map(block => new Question(block));
            this.status = el('p', { class: 'status', role: 'status' });
            this.check = el('button', { type: 'button', class: 'primary', onclick: () => this.judge() }, 'Check');
            this.retry = el('button', { type: 'button', onclick: () => this.again() }, 'Try again');
            this.append(el('div', { class: 'controls' }, this.check, this.retry, this.status));
            this.takeOver();
            this.restore();
            this.addEventListener('change', () => this.keep());
        }

        // Answers used to be stored for all of a quiz together, under a key that depended on all of its text.
        takeOver() {
            const kept = store.get(this.dataset.key);
            if (!kept || !Array.isArray(kept.choices)) {
                return;
            }
            this.questions.forEach((question, at) => {
                question.chosen = kept.choices[at] ?? -1;
                question.checked = kept.checked || kept.retrying && question.isRight;
            });
            this.keep();
            store.remove(this.dataset.key);
        }

        restore() {
            const taken = new Set(this.questions.map(question => question.text));
            this.questions.forEach(question => question.restore(taken));
            this.show();
        }

        keep() {
            this.questions.forEach(question => question.keep());
        }

        judge() {
            const open = this.questions.find(question => question.chosen < 0);
            if (open) {
                this.status.textContent = 'Choose an answer for each question first.';
                open.inputs[0].focus();
                return;
            }
            this.questions.forEach(question => { question.checked = true; });
            this.show();
            this.keep();
            this.retry.focus();
        }

        // Asks the missed questions again, or all of them if none was missed.
        again() {
            const missed = this.questions.filter(question => !question.isRight);
            const asked = missed.length > 0 ? missed : this.questions;
            asked.forEach(question => {
                question.checked = false;
                question.chosen = -1;
            });
            this.show();
            this.keep();
            asked[0].inputs[0].focus();
        }

        show() {
            const missed = this.questions.filter(question => !question.isRight).length;
            const done = this.questions.every(question => question.checked);
            const [all, right] = [this.questions.length, this.questions.length - missed];
            this.questions.forEach(question => question.show(Boolean(question.checked)));
            this.check.hidden = done;
            this.retry.hidden = !done;
            this.retry.textContent = missed > 0 ? 'Try the missed ones again' : 'Start again';
            this.status.textContent = done ? `${right} of ${all} right.` : '';
        }
    }

    customElements.define('arena-quiz', Quiz);
})();
