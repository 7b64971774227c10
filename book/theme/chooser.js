// <arena-chooser>: a decision, one question at a time.
//
// It contains a question and a list with an item for each answer; an item has the answer's text, then another question
// with its list, or advice. This script shows one question of that tree, with its answers as buttons.
(function () {
    'use strict';

    const { el } = window.Arena;

    class Chooser extends HTMLElement {
        connectedCallback() {
            if (this.tree) {
                return;
            }
            this.tree = read(this);
            // The answers so far, each with the node that it leads to.
            this.path = [];
            this.stage = el('div', { class: 'stage', tabindex: '-1' });
            this.trail = el('ol', { class: 'trail', 'aria-label': 'Your answers' });
            this.back = el('button', { type: 'button', onclick: () => this.go(this.path.slice(0, -1)) }, 'Back');
            this.restart = el('button', { type: 'button', onclick: () => this.go([]) }, 'Start again');
            this.replaceChildren(this.trail, this.stage, el('div', { class: 'controls' }, this.back, this.restart));
            this.show();
        }

        get node() {
            return this.path.length > 0 ? this.path[this.path.length - 1].node : this.tree;
        }

        go(path) {
            this.path = path;
            this.show();
            // A screen reader reads the next question, and Tab leads to its answers.
            this.stage.focus();
        }

        show() {
            const { body, answers } = this.node;
            const buttons = answers.map(answer => el('button', {
                type: 'button',
                onclick: () => this.go([...this.path, answer]),
            }, ...copies(answer.text)));
            this.stage.replaceChildren(body, el('div', { class: 'answers' }, ...buttons));
            this.stage.classList.toggle('is-advice', answers.length === 0);
            this.trail.replaceChildren(...this.path.map(answer => el('li', {}, ...copies(answer.text))));
            this.trail.hidden = this.path.length === 0;
            this.back.disabled = this.path.length === 0;
            this.restart.disabled = this.path.length === 0;
        }
    }

    // The tree under an element, which is the widget or an item of a list.
    function read(element) {
        const body = element.querySelector(':scope > .ask, :scope > .advice');
        const items = [...element.querySelectorAll(':scope > ul > li')];
        return {
            body,
            answers: items.map(item => ({ text: [...item.firstElementChild.childNodes], node: read(item) })),
        };
    }

    function copies(nodes) {
        return nodes.map(node => node.cloneNode(true));
    }

    customElements.define('arena-chooser', Chooser);
})();
