// <arena-quiz>: questions with explained answers. Trying again only asks those that were missed.
//
// It contains a text, a list of choices, and a <details> with the answer for each question. This script turns the choices
// into radio buttons. It stores the reader's choices, and whether they were checked.
(function () {
    'use strict';

    const { store, el } = window.Arena;
    let count = 0;

    // One question and its form.
    class Question {
        constructor(block) {
            count += 1;
            this.block = block;
            this.name = `question-${count}`;
            this.right = Number(block.dataset.right);
            this.ask = block.querySelector('.ask');
            this.ask.id = this.name;
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
            this.restore(store.get(this.dataset.key));
            this.addEventListener('change', () => this.keep());
        }

        restore(kept) {
            const choices = kept && Array.isArray(kept.choices) ? kept.choices : [];
            this.questions.forEach((question, at) => {
                question.chosen = choices[at] ?? -1;
                // Right answers stay checked while the others are asked again.
                question.checked = Boolean(kept && (kept.checked || question.isRight && kept.retrying));
            });
            this.retrying = Boolean(kept && kept.retrying);
            this.show();
        }

        keep() {
            const choices = this.questions.map(question => question.chosen);
            const checked = this.questions.every(question => question.checked);
            store.set(this.dataset.key, { choices, checked, retrying: this.retrying });
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
            this.retrying = missed.length > 0;
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
