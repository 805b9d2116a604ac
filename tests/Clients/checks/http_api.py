"""HTTP APIs: routes, payload format 2.0, authorizers, throttling and CORS."""

import json
import urllib.error
import urllib.request

from harness import check, equal, eventually

ORIGIN = "https://app.example"


def send(aws, path, method="GET", body=None, headers=None):
    """Status, headers and body of an answer."""
    request = urllib.request.Request(aws.endpoint + path, data=body, headers=headers or {}, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def event(aws, path, method="GET", **more):
    status, _, body = send(aws, path, method, **more)
    equal(status, 201)
    return json.loads(body)


@check
def chooses_routes(aws):
    """a full match goes before a greedy variable, and what is fixed before a variable"""
    for method, path, route in (("GET", "/items/special", "GET /items/special"), ("GET", "/items/7", "GET /items/{id}"),
                                ("GET", "/items/7/parts", "ANY /items/{rest+}"), ("DELETE", "/items/7", "ANY /items/{rest+}"), ("POST", "/items", "POST /items")):
        equal(event(aws, path, method)["routeKey"], route)
    for path in ("/nothing", "/items", "/Items/7"):
        status, _, body = send(aws, path)
        equal((status, json.loads(body)), (404, {"message": "Not Found"}))


@check
def sends_events(aws):
    """a function gets payload format 2.0"""
    came = event(aws, "/items/a%20b?x=1&x=2&y=%C3%B8", headers={"X-One": "1", "Cookie": "c=1; d=2"})
    equal((came["version"], came["rawPath"], came["rawQueryString"], came["pathParameters"]), ("2.0", "/items/a b", "x=1&x=2&y=%C3%B8", {"id": "a b"}))
    equal((came["queryStringParameters"], came["cookies"], came["headers"]["x-one"]), ({"x": "1,2", "y": "ø"}, ["c=1", "d=2"], "1"))
    equal((came["stageVariables"], came["requestContext"]["stage"], came["requestContext"]["http"]["method"]), ({"tier": "gold"}, "$default", "GET"))
    assert "cookie" not in came["headers"] and "body" not in came, came
    came = event(aws, "/items", "POST", body=b'{"a": 1}', headers={"Content-Type": "application/json"})
    equal((came["body"], came["isBase64Encoded"]), ('{"a": 1}', False))
    came = event(aws, "/items", "POST", body=b"\xff\x00", headers={"Content-Type": "application/octet-stream"})
    equal((came["body"], came["isBase64Encoded"]), ("/wA=", True))


@check
def sends_answers(aws):
    """a function's status, headers and cookies are the answer; its failure is a 500"""
    status, headers, _ = send(aws, "/items/7")
    equal((status, headers["content-type"], headers.get_all("set-cookie")), (201, "application/json", ["a=1", "b=2"]))
    assert headers["apigw-requestid"], headers
    status, _, body = send(aws, "/broken")
    equal((status, json.loads(body)), (500, {"message": "Internal Server Error"}))


@check
def asks_authorizers(aws):
    """an authorizer lets in, turns away, and isn't asked without its identity source"""
    equal(event(aws, "/guarded", headers={"Authorization": "good"})["requestContext"]["authorizer"], {"lambda": {"user": "ada"}})
    status, _, body = send(aws, "/guarded", headers={"Authorization": "bad"})
    equal((status, json.loads(body)), (403, {"message": "Forbidden"}))
    status, _, body = send(aws, "/guarded")
    equal((status, json.loads(body)), (401, {"message": "Unauthorized"}))


@check
def throttles(aws):
    """a route with limits answers 429 beyond them, and lets in again"""
    answers = [send(aws, "/limited") for _ in range(10)]
    statuses = [status for status, _, _ in answers]
    assert statuses[:2] == [201, 201] and 429 in statuses, statuses
    equal(json.loads(next(body for status, _, body in answers if status == 429)), {"message": "Too Many Requests"})
    eventually(lambda: send(aws, "/limited")[0] == 201, "the route lets in again")


@check
def shares_with_origins(aws):
    """the API answers preflights itself, also of guarded routes, and puts its headers on answers in place of the function's"""
    ask = {"Origin": ORIGIN, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}
    status, headers, body = send(aws, "/guarded", "OPTIONS", headers=ask)
    equal((status, body), (204, b""))
    cors = {name.lower(): value for name, value in headers.items() if name.lower().startswith("access-control-")}
    equal((cors["access-control-allow-origin"], cors["access-control-allow-methods"], cors["access-control-allow-headers"]),
          (ORIGIN, "GET,POST", "authorization,content-type"))
    equal((cors["access-control-max-age"], cors["access-control-allow-credentials"]), ("300", "true"))
    for other in ({**ask, "Origin": "https://other.example"}, {}):
        status, headers, _ = send(aws, "/guarded", "OPTIONS", headers=other)
        equal((status, headers["access-control-allow-origin"]), (204, None))
    _, headers, _ = send(aws, "/items/7", headers={"Origin": ORIGIN})
    equal((headers.get_all("access-control-allow-origin"), headers["access-control-expose-headers"]), ([ORIGIN], "x-total"))
    equal(send(aws, "/items/7")[1]["access-control-allow-origin"], None)
    equal(event(aws, "/items/7", "OPTIONS", headers=ask)["routeKey"], "ANY /items/{rest+}")
