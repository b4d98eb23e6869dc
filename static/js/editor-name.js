// The rich text editor takes the place of a text box; its editable box takes over the box's name.
document.addEventListener("prose-editor:ready", (event) => {
    const {editor, textarea} = event.detail;
    const name = textarea.getAttribute("aria-label") || textarea.labels[0]?.textContent;
    const described = textarea.getAttribute("aria-describedby");
    editor.view.dom.setAttribute("aria-label", name);
    editor.view.dom.setAttribute("aria-multiline", "true");
    if (described) {
        editor.view.dom.setAttribute("aria-describedby", described);
    }
});
