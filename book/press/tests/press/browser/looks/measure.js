// Evaluates to a function that measures a picture of a specimen: its mean colours in columns, in which a lost edge shows,
// and in cells. Three hexadecimal digits are a colour; the first line has the columns, and each other a row of cells.
(async function measure(png, column, cell) {
    const bytes = Uint8Array.from(atob(png), letter => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);

    function mean(left, top, width, height) {
        const [right, bottom] = [Math.min(left + width, image.width), Math.min(top + height, image.height)];
        const sums = [0, 0, 0];
        for (let y = top; y < bottom; y += 1) {
            for (let x = left; x < right; x += 1) {
                const at = 4 * (y * image.width + x);
                sums[0] += data[at];
                sums[1] += data[at + 1];
                sums[2] += data[at + 2];
            }
        }
        const count = (right - left) * (bottom - top);
        return sums.map(sum => Math.round(sum / count / 17).toString(16)).join('');
    }

    const row = (top, width, height) =>
        Array.from({ length: Math.ceil(image.width / width) }, (_, at) => mean(at * width, top, width, height)).join('');
    const rows = Array.from({ length: Math.ceil(image.height / cell) }, (_, at) => row(at * cell, cell, cell));
    return [row(0, column, image.height), ...rows].join('\n');
})
