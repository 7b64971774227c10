// Evaluates to a function that measures a picture of a specimen: its mean colours in cells of `cell` pixels, as a line of
// text for each row of cells, with three hexadecimal digits for a cell.
(async function measure(png, cell) {
    const bytes = Uint8Array.from(atob(png), letter => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const rows = [];
    for (let top = 0; top < image.height; top += cell) {
        let row = '';
        for (let left = 0; left < image.width; left += cell) {
            const [right, bottom] = [Math.min(left + cell, image.width), Math.min(top + cell, image.height)];
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
            row += sums.map(sum => Math.round(sum / count / 17).toString(16)).join('');
        }
        rows.push(row);
    }
    return rows.join('\n');
})
