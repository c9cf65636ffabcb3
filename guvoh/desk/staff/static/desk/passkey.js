(() => {
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const named = (list) => (list || []).map((item) => ({ ...item, id: bytes(item.id) }));
  const answer = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    };
  };

  const made = ({ publicKey }) =>
    navigator.credentials.create({
      publicKey: {
        ...publicKey,
        challenge: bytes(publicKey.challenge),
        user: { ...publicKey.user, id: bytes(publicKey.user.id) },
        excludeCredentials: named(publicKey.excludeCredentials),
      },
    });
  const given = ({ publicKey }) =>
    navigator.credentials.get({
      publicKey: {
        ...publicKey,
        challenge: bytes(publicKey.challenge),
        allowCredentials: named(publicKey.allowCredentials),
      },
    });

  for (const button of document.querySelectorAll("[data-passkey]")) {
    const form = button.form;
    const failed = form.querySelector("[data-passkey-failed]");
    if (!window.PublicKeyCredential) {
      button.disabled = true;
      failed.hidden = false;
      continue;
    }
    button.addEventListener("click", async (event) => {
      event.preventDefault();
      const asked = JSON.parse(document.getElementById("passkey-options").textContent);
      try {
        const credential = await (asked.creation_options ? made(asked.creation_options) : given(asked.request_options));
        form.querySelector("input[name$=credential]").value = JSON.stringify(answer(credential));
        form.submit();
      } catch (refused) {
        failed.hidden = false;
      }
    });
  }
})();
