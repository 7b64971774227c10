// <arena-predict>: the reader guesses, then sees the answer. The guess stays beside it.
//
// It contains a quote with the question (a list in it offers guesses), and a <details> with the answer, which stays closed
// until there is a guess: whoever prefers not to guess opens it, and so does a search for what is in it. If the answer is
// a measurement there is no <details>; the guess is stored all the same: by the server, if the page has one, and by the
// browser otherwise.
(function () {
    'use strict';

    const { store, el } = window.Arena;
    let count = 0;

    class Predict extends HTMLElement {
        connectedCallback() {
            if (this.form) {
                return;
            }
            count += 1;
            this.quote = this.querySelector('blockquote');
            this.answer = this.querySelector(':scope > details');
            this.choices = [...this.quote.querySelectorAll('li')];
            this.said = el('p', { class: 'guess', role: 'status' });
            this.form = this.choices.length > 0 ? this.choosing() : this.typing();
            this.form.addEventListener('submit', event => {
                event.preventDefault();
                this.keep((new FormData(this.form).get('guess') || '').trim());
            });
            this.quote.append(this.form, this.said);
            if (this.answer) {
                this.summary = this.answer.querySelector('summary');
            }
            const { live } = window.Arena;
            if (live && live.predictions) {
                this.serve(live.predictions);
            } else {
                this.show(store.get(this.dataset.key));
            }
        }

        // What the server keeps of all pages. A guess that only this browser has, from a time without a server, moves
        // there.
        serve(predictions) {
            const key = this.dataset.key;
            const own = store.get(key);
            if (!(key in predictions) && own) {
                this.save(own);
                return;
            }
            store.remove(key);
            const kept = key in predictions ? { guess: predictions[key] } : null;
            if (JSON.stringify(kept) !== JSON.stringify(this.kept)) {
                this.show(kept);
            }
        }

        // With nothing to keep, it is forgotten.
        async save(kept) {
            const key = this.dataset.key;
            const { live } = window.Arena;
            if (live && await live.predict(key, kept && kept.guess)) {
                store.remove(key);
            } else if (kept) {
                store.set(key, kept);
            } else {
                store.remove(key);
            }
        }

        typing() {
            const id = `guess-${count}`;
            return el('form', { class: 'guessing' },
                el('label', { for: id }, 'Your guess'),
                el('input', { id, name: 'guess', type: 'text', autocomplete: 'off', maxlength: '200' }),
                this.submit());
        }

        choosing() {
            // None is chosen for the reader.
            const options = this.choices.map(choice => {
                const input = el('input', { type: 'radio', name: 'guess', value: choice.textContent.trim() });
                return el('label', {}, input, ' ', ...choice.childNodes);
            });
            this.quote.querySelector('ul, ol').remove();
            return el('form', { class: 'guessing choosing' },
                el('fieldset', {}, el('legend', {}, 'Your guess'), ...options), this.submit());
        }

        submit() {
            return el('button', { class: 'primary' }, this.answer ? 'Compare' : 'Keep it');
        }

        keep(guess) {
            this.show({ guess });
            this.save({ guess });
            (this.summary || this.again).focus({ preventScroll: true });
        }

        forget() {
            this.form.reset();
            this.show(null);
            this.save(null);
            this.form.querySelector('input').focus();
        }

        // The answer is closed until there is a guess; an empty one counts.
        show(kept) {
            this.kept = kept;
            this.form.hidden = Boolean(kept);
            this.said.replaceChildren();
            if (this.answer) {
                this.answer.open = Boolean(kept);
                this.summary.textContent = kept ? 'The answer' : 'The answer, without a guess';
            }
            if (kept) {
                this.again = el('button', { type: 'button', onclick: () => this.forget() }, 'Guess again');
                const guess = kept.guess ? ['Your guess: ', el('strong', {}, kept.guess)] : ['No guess.'];
                this.said.append(...guess, ' ', this.again);
            }
        }
    }

    customElements.define('arena-predict', Predict);
})();
