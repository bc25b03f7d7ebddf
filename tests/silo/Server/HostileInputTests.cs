using System.Text;

namespace Orleans.Kube.Tests.Silo;

/// <summary>Requests that no honest client sends. Each seed is one fixed sequence, so a failure can be played again.</summary>
public sealed class HostileInputTests(ApiServerFixture server)
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];
    private static readonly string[] Resources =
        ["api/v1/namespaces/{0}/pods", "api/v1/namespaces/{0}/services", "api/v1/namespaces/{0}/secrets", "apis/apps/v1/namespaces/{0}/deployments", "apis/batch/v1/namespaces/{0}/cronjobs", "apis/rbac.authorization.k8s.io/v1/namespaces/{0}/roles", "apis/authorization.k8s.io/v1/selfsubjectaccessreviews", "apis/none/v1/x"];
    private static readonly string[] Tails = ["", "/f", "/f/status", "/f/scale", "/f/log", "/f/nonsense", "/%00", "/a%2Fb", "/" + new string('x', 300)];
    private static readonly string[] Queries =
        ["", "", "", "?labelSelector=a%20in%20(b", "?fieldSelector=%5C", "?limit=99999999999999999999", "?continue=bnVsbA", "?resourceVersion=-1", "?dryRun=Some", "?fieldValidation=x", "?gracePeriodSeconds=x", "?fieldManager=m&force=maybe"];
    private static readonly string[] Types =
        ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf", "application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json", "application/apply-patch+yaml", "text/plain", ""];
    private static readonly string[] Bodies =
    [
        "", "null", "[]", "1", "{", "\"x\"", """{"metadata":null}""", """{"metadata":{"name":"f","labels":{"a":{}}}}""", """{"metadata":{"name":"f"},"spec":{"containers":[null]}}""",
        """{"metadata":{"name":"f"},"spec":{"replicas":1e400,"template":{"spec":{"containers":[{"name":"c","resources":{"limits":{"cpu":"x"}}}]}}}}""",
        """{"metadata":{"name":"f","name":"g","creationTimestamp":"soon"}}""", """{"$patch":"replace"}""", """{"spec":{"$setElementOrder/containers":[1]}}""",
        """[{"op":"move","from":"/metadata","path":"/metadata/name"}]""", """[{"op":"remove","path":""}]""", """[{"op":"add","path":"/spec/containers/-","value":null}]""",
        "a: &a [*a]\n", "? [x]\n: y\n", "k8s\0\n\u0005\n\u0003v1", "k8s\0\u0012\u007f", "{\"metadata\":{\"name\":\"\\ud800\"}}", new string('[', 20_000),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_is_sent_the_answer_is_never_a_server_error(int seed)
    {
        var random = new Random(seed);
        var space = await server.NamespaceAsync();
        for (var i = 0; i < 400; i++)
        {
            var method = Pick(random, Methods);
            var path = "/" + string.Format(Pick(random, Resources), space) + Pick(random, Tails) + Pick(random, Queries);
            var (type, body) = (Pick(random, Types), Garble(random, Pick(random, Bodies)));
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            if (method != "GET") request.Content = new ByteArrayContent(body);
            if (type.Length > 0) request.Content?.Headers.TryAddWithoutValidation("Content-Type", type);
            var answer = await server.Admin.SendAsync(request);
            answer.Code.ShouldBeLessThan(500, $"{method} {path} {type} {Convert.ToBase64String(body[..Math.Min(body.Length, 200)])}: {answer.Body}");
        }
    }

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];

    /// <summary>The bytes of a text, every fourth time with some of them changed.</summary>
    private static byte[] Garble(Random random, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length == 0 || random.Next(4) != 0) return bytes;
        for (var i = 0; i < 3; i++) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }
}
