(() => {
  const form = document.querySelector("form[data-begin]");
  if (!form) return;
  const box = document.querySelector("[data-upload-box]");
  const bar = box.querySelector("progress");
  const line = box.querySelector("[data-line]");
  const pause = box.querySelector("[data-pause]");
  const goOn = box.querySelector("[data-go-on]");
  const segment = Number(form.dataset.segment);
  const largest = Number(form.dataset.largest);
  const token = form.elements.csrfmiddlewaretoken.value;
  let partBytes = segment;
  let flying = null;
  let wanted = false;

  class Refused extends Error {}

  const say = (word, sentence) => {
    line.textContent = sentence || box.dataset[word];
    box.dataset.state = word;
    pause.hidden = word !== "sending";
    goOn.hidden = !["paused", "stopped"].includes(word);
  };

  const draw = (done, all) => {
    const percent = Math.floor((100 * done) / all);
    bar.value = percent;
    bar.textContent = `${percent} %`;
    if (box.dataset.state === "sending") line.textContent = `${box.dataset.sending} ${percent} %`;
  };

  const post = (address, body, progress) => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    flying = request;
    request.open("POST", address);
    request.setRequestHeader("X-CSRFToken", token);
    if (body instanceof Blob) request.setRequestHeader("Content-Type", "application/octet-stream");
    request.timeout = 10 * 60 * 1000;
    if (progress) request.upload.addEventListener("progress", (event) => progress(event.loaded));
    request.addEventListener("load", () => resolve(request));
    for (const name of ["error", "abort", "timeout"]) request.addEventListener(name, () => reject(new Error(name)));
    request.send(body);
  });

  const told = (request) => {
    try {
      return JSON.parse(request.responseText);
    } catch {
      throw new Refused(box.dataset.signedOut);
    }
  };

  const begin = async (file) => {
    const body = new FormData();
    body.append("description", form.elements.description.value);
    body.append("name", file.name);
    body.append("content_type", file.type);
    body.append("size", file.size);
    body.append("first", file.slice(0, 256 * 1024), "first");
    const request = await post(form.dataset.begin, body);
    const answer = told(request);
    if (request.status !== 200) throw new Refused(answer.sentence);
    return answer;
  };

  const sendPart = async (file, upload) => {
    const part = file.slice(upload.offset, upload.offset + partBytes).slice(0, partBytes, "");
    const began = performance.now();
    const request = await post(`${upload.address}${upload.offset}/`, part, (sent) => draw(upload.offset + sent, file.size));
    const answer = told(request);
    if (![200, 409].includes(request.status)) throw new Refused(answer.sentence);
    upload.offset = answer.offset;
    const seconds = (performance.now() - began) / 1000;
    if (seconds < 4) partBytes = Math.min(partBytes * 2, largest);
    if (seconds > 30) partBytes = segment;
  };

  const keep = (upload) => {
    const last = document.createElement("form");
    last.method = "post";
    last.action = upload.address;
    for (const [name, value] of [["csrfmiddlewaretoken", token], ["description", form.elements.description.value]]) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      field.value = value;
      last.append(field);
    }
    document.body.append(last);
    last.submit();
  };

  const rest = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

  const send = async (file) => {
    let upload = null;
    let wait = 1;
    while (wanted) {
      try {
        say("sending");
        upload = await begin(file);
        draw(upload.offset, file.size);
        while (wanted && upload.offset < file.size) {
          await sendPart(file, upload);
          draw(upload.offset, file.size);
          wait = 1;
        }
        if (wanted) {
          say("checking");
          keep(upload);
          return;
        }
      } catch (error) {
        if (error instanceof Refused) {
          say("stopped", error.message);
          return;
        }
        if (!wanted) break;
        partBytes = segment;
        say("lost");
        await rest(wait);
        wait = Math.min(wait * 2, 30);
      }
    }
    say("paused");
  };

  const start = () => {
    wanted = true;
    box.hidden = false;
    send(form.elements.file.files[0]);
  };

  form.addEventListener("submit", (event) => {
    if (wanted || !form.elements.file.files.length || !form.elements.description.value.trim()) return;
    event.preventDefault();
    form.querySelectorAll(".error-summary, .errorlist").forEach((old) => old.remove());
    form.querySelectorAll(".has-error").forEach((field) => field.classList.remove("has-error"));
    form.querySelector("[data-send]").disabled = true;
    start();
  });
  pause.addEventListener("click", () => {
    wanted = false;
    flying.abort();
  });
  goOn.addEventListener("click", start);
})();
