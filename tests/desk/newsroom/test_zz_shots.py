import shutil, os
import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright
from guvoh.desk.newsroom import actions
from guvoh.desk.newsroom.guarding import look_at
from guvoh.desk.casework import actions as casework
from tests.desk.newsroom.test_pictures import photograph
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]="true"
BODY="Вчера Рустам Саидов вернулся домой. Саидову вернули телефон.\n\n## Что было\n\nПо словам Рустама, его держали **семь часов**. Позвонить ему можно: +992 93 555 01 23.\n\nПоэт Рустам Саидов здесь ни при чём, говорят соседи."
def test_shots(transactional_db, live_server, newsroom, story, anonymised, cast, sign_in):
    actions.add_picture(story, photograph(), {"ru":"Телефон на столе"}, by=cast.editor)
    text=newsroom.write(story, body=BODY, title="Врачу Рустаму Саидову вернули телефон")
    marks=look_at(text).findings
    actions.clear_mark(text, marks[-1].fingerprint, "another_person", by=cast.editor, reason="Поэт, умер в 1941 году.")
    tg=newsroom.write(story,"tg",slug="telefon",title="Телефон баргардонида шуд",lead="Ба духтур телефонашро доданд.",body="Муштарӣ телефонашро баъди се рӯз гирифт.")
    actions.describe_picture(story.pictures.get(), {"tg":"Телефон дар рӯи миз","en":"A telephone on a table"}, by=cast.editor)
    tg.refresh_from_db(); actions.send_to_review(tg, by=cast.editor); newsroom.release(newsroom.approve(tg))
    en=newsroom.write(story,"en",slug="phone-is-back",title="The phone is back",lead="A doctor has her phone again.",body="The client got the phone back after three days.")
    actions.send_to_review(en, by=cast.editor); newsroom.approve(en)
    en=newsroom.write(story,"en",body="The client got the phone back after four days, and the charge was dropped.")
    actions.send_to_review(en, by=cast.editor)
    g=actions.start_story("guide","How to complain to the prosecutor",by=cast.second_editor)
    b=f"/stories/{story.public_id}/"
    with sync_playwright() as p:
        br=p.chromium.launch(executable_path=shutil.which("chromium"),args=["--no-sandbox","--disable-gpu","--disable-quic"])
        for who in ("editor","second_editor"):
            cl=sign_in(getattr(cast,who)); cookie=cl.cookies[settings.SESSION_COOKIE_NAME].value
            for size,scheme in (((1280,900),"light"),((390,800),"dark")):
                ctx=br.new_context(viewport={"width":size[0],"height":size[1]},color_scheme=scheme)
                ctx.add_cookies([{"name":settings.SESSION_COOKIE_NAME,"value":cookie,"url":live_server.url}])
                page=ctx.new_page()
                errs=[]; page.on("console",lambda m:errs.append(m.text) if m.type=="error" else None)
                pages={"list":"/stories/","start":"/stories/new/","story":b,"edit":b+"ru/","preview":b+"ru/preview/","history":b+"ru/history/","picture":b+"pictures/add/"} if who=="editor" else {"review":b+"en/review/","home":"/","case":f"/cases/{story.case.code}/"}
                for n,u in pages.items():
                    r=page.goto(live_server.url+u)
                    page.screenshot(path=f"/tmp/nr-{n}-{size[0]}.png",full_page=True)
                    w=page.evaluate("document.documentElement.scrollWidth")
                    print(n,size[0],r.status,w,errs); errs.clear()
        br.close()
