// A button that copies: behind commands to type, and above listings.
(function () {
    'use strict';

    const { el } = window.Arena;

    // One voice for all buttons.
    const said = el('p', { role: 'status', class: 'only-read' });
    document.body.append(said);

    async function copy(text) {
        try {
            await navigator.clipboard.writeText(text);
            return true;
        } catch {
            // A page that was not served securely, or a browser that was told not to.
            return false;
        }
    }

    // `what` is what a screen reader hears after the button's text.
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

    document.querySelectorAll('code[data-copy]').forEach(code => {
        code.after(' ', button(`the command ${code.textContent}`, () => code.textContent));
    });
    document.querySelectorAll('figure.code').forEach(figure => {
        const caption = figure.querySelector('figcaption');
        const what = `the code: ${caption.textContent.trim()}`;
        caption.append(button(what, () => figure.querySelector('code').textContent));
    });
})();
