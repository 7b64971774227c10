// Presenting: what two windows of the book tell each other. A channel of the browser where there is one, and messages
// between a window and the one that opened it elsewhere: pages that are opened as files share no channel.
//
// All messages say how things are, or should be, and not what changed: one that arrives twice does no harm.
(function () {
    'use strict';

    const NAME = 'arena-present';
    const isFile = location.protocol === 'file:';

    // `role` is `book` or `speaker`; `id` tells presentations apart.
    function link(role, receive) {
        const windows = new Set(window.opener ? [window.opener] : []);
        let channel = null;
        try {
            channel = new BroadcastChannel(NAME);
        } catch {
            // The windows know each other.
        }

        function take(data) {
            if (data && data.name === NAME && data.from !== role) {
                receive(data);
            }
        }

        if (channel) {
            channel.addEventListener('message', event => take(event.data));
        }
        window.addEventListener('message', event => {
            const ours = event.origin === (isFile ? 'null' : location.origin) || event.origin === 'file://';
            if (ours && event.source && event.data && event.data.name === NAME) {
                windows.add(event.source);
                take(event.data);
            }
        });

        return {
            add: other => windows.add(other),
            send(message) {
                const data = { ...message, name: NAME, from: role };
                if (channel) {
                    channel.postMessage(data);
                }
                windows.forEach(other => {
                    if (other.closed) {
                        windows.delete(other);
                    } else {
                        other.postMessage(data, isFile ? '*' : location.origin);
                    }
                });
            },
        };
    }

    window.Arena.presentLink = link;
})();
