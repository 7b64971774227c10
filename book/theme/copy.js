// A button that copies: after commands, and above listings.
(function () {
    'use strict';

    const { el } = window.Arena;

    // A single status line for all buttons, for screen readers.
    const said = el('p', { role: 'status', class: 'only-read' });
    document.body.append(said);

    async function copy(text) {
        try {
            await navigator.clipboard.writeText(text);
            return true;
        } catch {
            // The page was not served securely, or the browser is set to refuse.
            return false;
        }
    }

    // A screen reader reads `what` after the button's text.
    function button(what, text) {
        const button = el('button', { type: 'button', class: 'copy' });
        const say = word => {
            button.textContent = word;
            button.setAttribute('aria-label', `${word} ${what}`);
        };
        say('Copy');
        button.addEventListener('click', async () => {
            const done = await copy(text());
            say(done ? 'Copied' : 'Not copied:');
            said.textContent = done ? 'Copied to the clipboard.' : 'The browser does not allow copying.';
            setTimeout(() => {
                say('Copy');
                said.textContent = '';
            }, 2000);
        });
        return button;
    }

    // Gives each command and each listing in a part of the page its button.
    function addCopyButtons(part) {
        part.querySelectorAll('code[data-copy]').forEach(code => {
            code.after(' ', button(`the command ${code.textContent}`, () => code.textContent));
        });
        part.querySelectorAll('figure.code').forEach(figure => {
            const caption = figure.querySelector('figcaption');
            const what = `the code: ${caption.textContent.trim()}`;
            caption.append(button(what, () => figure.querySelector('code').textContent));
        });
    }

    window.Arena.addCopyButtons = addCopyButtons;
    addCopyButtons(document);
})();
