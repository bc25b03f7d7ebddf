using System.Text;
namespace Orleans.Kube.Tests.Silo;

public sealed class TokenTests(ApiServerFixture server)
{
    private readonly ApiClient _api = server.Admin;

    [Fact]
    public async Task A_requested_token_is_the_service_account_until_the_account_is_gone()
    {
        var accounts = await AccountAsync();
        var token = await TokenAsync(accounts, "{}");
        using var holder = Holder(token);
        var space = accounts.Split('/')[4];
        var me = await holder.PostAsync("/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}");
        me.Text("status.userInfo.username").ShouldBe($"system:serviceaccount:{space}:robot");
        me.Json["status"]!["userInfo"]!["groups"]!.AsArray().Select(g => (string)g!).ShouldContain($"system:serviceaccounts:{space}");
        await _api.DeleteAsync(accounts + "/robot");
        (await holder.GetAsync("/api")).Code.ShouldBe(401);
    }

    [Fact]
    public async Task A_bound_token_ends_with_its_pod()
    {
        var accounts = await AccountAsync();
        var pods = accounts.Replace("serviceaccounts", "pods");
        var pod = await _api.PostAsync(pods, """{"metadata":{"name":"p"},"spec":{"serviceAccountName":"robot","containers":[{"name":"c","image":"i"}]}}""");
        using var holder = Holder(await TokenAsync(accounts, """{"spec":{"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"p"}}}"""));
        (await holder.GetAsync("/api")).Code.ShouldBe(200, pod.Body);
        await _api.DeleteAsync(pods + "/p?gracePeriodSeconds=0");
        (await holder.GetAsync("/api")).Code.ShouldBe(401);
    }

    [Fact]
    public async Task A_token_tells_which_it_is_and_of_the_pod_and_node_that_it_was_made_for()
    {
        var accounts = await AccountAsync();
        var pods = accounts.Replace("serviceaccounts", "pods", StringComparison.Ordinal);
        var node = await _api.PostAsync("/api/v1/nodes", """{"metadata":{"generateName":"token-"}}""");
        foreach (var (name, on) in ((string, string)[])[("p", node.Text("metadata.name")), ("q", "gone-before-it-came")])
            (await _api.PostAsync(pods, $$$"""{"metadata":{"name":"{{{name}}}"},"spec":{"nodeName":"{{{on}}}","serviceAccountName":"robot","containers":[{"name":"c","image":"i"}]}}""")).Code.ShouldBe(201);

        var extra = await ExtraAsync(accounts, """{"spec":{"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"p"}}}""");
        extra["authentication.kubernetes.io/credential-id"].ShouldStartWith("JTI=");
        extra["authentication.kubernetes.io/pod-name"].ShouldBe("p");
        extra["authentication.kubernetes.io/node-name"].ShouldBe(node.Text("metadata.name"));
        extra["authentication.kubernetes.io/node-uid"].ShouldBe(node.Text("metadata.uid"));
        extra = await ExtraAsync(accounts, """{"spec":{"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"q"}}}""");
        extra["authentication.kubernetes.io/node-name"].ShouldBe("gone-before-it-came");
        extra.ShouldNotContainKey("authentication.kubernetes.io/node-uid");
        extra = await ExtraAsync(accounts, $$$"""{"spec":{"boundObjectRef":{"name":"{{{node.Text("metadata.name")}}}","kind":"Node" } } }""");
        extra.Keys.ShouldBe(["authentication.kubernetes.io/credential-id", "authentication.kubernetes.io/node-name", "authentication.kubernetes.io/node-uid"]);
        await _api.DeleteAsync($"/api/v1/nodes/{node.Text("metadata.name")}");
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"other"}}""", 422, "metadata.name: Invalid value: \"other\": must match the service account name if specified")]
    [InlineData("""{"metadata":{"namespace":"other"}}""", 400, "the namespace of the provided object does not match the namespace sent on the request")]
    [InlineData("""{"spec":{"boundObjectRef":{"kind":"Deployment","apiVersion":"apps/v1","name":"d"}}}""", 400, "cannot bind token to object of type apps/v1, Kind=Deployment")]
    [InlineData("""{"spec":{"boundObjectRef":{"kind":"Service","apiVersion":"v1","name":"d"}}}""", 400, "cannot bind token to object of type /v1, Kind=Service")]
    [InlineData("""{"spec":{"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"none"}}}""", 404, "pods \"none\" not found")]
    [InlineData("""{"spec":{"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"strange"}}}""", 400, "cannot bind token for serviceaccount \"robot\" to pod running with different serviceaccount name.")]
    public async Task A_token_is_refused_that_fits_neither_account_nor_pod(string asked, int code, string message)
    {
        var accounts = await AccountAsync();
        await _api.PostAsync(accounts.Replace("serviceaccounts", "pods", StringComparison.Ordinal), """{"metadata":{"name":"strange"},"spec":{"containers":[{"name":"c","image":"i"}]}}""");
        var refused = await _api.PostAsync(accounts + "/robot/token", asked);
        refused.Code.ShouldBe(code, refused.Body);
        refused.Message.ShouldContain(message);
    }

    [Fact]
    public async Task A_token_for_another_audience_does_not_open_the_api_but_its_review_does()
    {
        var accounts = await AccountAsync();
        var token = await TokenAsync(accounts, """{"spec":{"audiences":["vault"]}}""");
        using var holder = Holder(token);
        (await holder.GetAsync("/api")).Code.ShouldBe(401);
        (await ReviewAsync(token, "vault")).ShouldBe("true");
        (await ReviewAsync(token, "other")).ShouldBe("");
        (await ReviewAsync(token[..^4] + "AAAA", "vault")).ShouldBe("");
    }

    [Fact]
    public async Task A_token_lives_ten_minutes_at_least()
    {
        var refused = await _api.PostAsync(await AccountAsync() + "/robot/token", """{"spec":{"expirationSeconds":5}}""");
        refused.Code.ShouldBe(422);
        refused.Message.ShouldContain("spec.expirationSeconds: Invalid value: 5: may not specify a duration less than 10 minutes");
    }

    [Fact]
    public async Task A_secret_made_for_an_account_gets_a_token_that_lives_as_long_as_both()
    {
        var accounts = await AccountAsync();
        var secrets = accounts.Replace("serviceaccounts", "secrets", StringComparison.Ordinal);
        (await _api.PostAsync(secrets, TokenSecret("key", "robot"))).Code.ShouldBe(201);
        (await _api.PostAsync(secrets, TokenSecret("lost", "nobody"))).Code.ShouldBe(201);

        var filled = await EventuallyAsync(secrets + "/key", static a => a.Text("data.token").Length > 0);
        var token = Encoding.UTF8.GetString(Convert.FromBase64String(filled.Text("data.token")));
        Encoding.UTF8.GetString(Convert.FromBase64String((string)filled.Json["data"]!["ca.crt"]!)).ShouldStartWith("-----BEGIN CERTIFICATE-----");
        using var holder = Holder(token);
        (await holder.PostAsync("/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}")).Text("status.userInfo.username").ShouldEndWith(":robot");
        await EventuallyAsync(secrets + "/lost", static a => a.Code == 404);

        (await _api.PatchAsync(secrets + "/key", $$$"""{"data":{"token":"{{{Convert.ToBase64String("other"u8)}}}"} }""")).Code.ShouldBe(200);
        (await holder.PostAsync("/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}")).Code.ShouldBe(401);
        await _api.DeleteAsync(accounts + "/robot");
        await EventuallyAsync(secrets + "/key", static a => a.Code == 404);
    }

    [Fact]
    public async Task The_use_of_a_token_in_a_secret_is_noted_and_one_that_is_marked_as_void_is_refused()
    {
        var accounts = await AccountAsync();
        var secrets = accounts.Replace("serviceaccounts", "secrets", StringComparison.Ordinal);
        await _api.PostAsync(secrets, TokenSecret("key", "robot"));
        var filled = await EventuallyAsync(secrets + "/key", static a => a.Text("data.token").Length > 0);
        using var holder = Holder(Encoding.UTF8.GetString(Convert.FromBase64String(filled.Text("data.token"))));
        string Label(ApiAnswer secret, string name) => (string?)secret.Json["metadata"]!["labels"]?[name] ?? "";

        (await holder.GetAsync("/api")).Headers.Keys.ShouldNotContain("Warning");
        var noted = await _api.GetAsync(secrets + "/key");
        Label(noted, "kubernetes.io/legacy-token-last-used").ShouldMatch(@"^\d{4}-\d\d-\d\d$");
        noted.Json["metadata"]!["managedFields"]!.AsArray().Select(static f => (string)f!["manager"]!).ShouldContain("kube-apiserver");
        await holder.GetAsync("/api");
        (await _api.GetAsync(secrets + "/key")).Text("metadata.resourceVersion").ShouldBe(noted.Text("metadata.resourceVersion"));

        await _api.PatchAsync(accounts + "/robot", """{"secrets":[{"name":"key"}]}""");
        (await holder.GetAsync("/api")).Headers["Warning"].ShouldBe(
            "299 - \"Use tokens from the TokenRequest API or manually created secret-based tokens instead of auto-generated secret-based tokens.\"");
        await _api.PatchAsync(secrets + "/key", """{"metadata":{"labels":{"kubernetes.io/legacy-token-invalid-since":"2026-01-01"}}}""");
        (await holder.GetAsync("/api")).Code.ShouldBe(401);
        var token = Encoding.UTF8.GetString(Convert.FromBase64String(filled.Text("data.token")));
        var review = await _api.PostAsync("/apis/authentication.k8s.io/v1/tokenreviews", $$$"""{"spec":{"token":"{{{token}}}"} }""");
        review.Text("status.error").ShouldStartWith("[invalid bearer token, the token in secret ");
        review.Text("status.error").ShouldEndWith("has been marked invalid. Use tokens from the TokenRequest API or manually created secret-based tokens, "
            + "or remove the 'kubernetes.io/legacy-token-invalid-since' label from the secret to temporarily allow use of this token]");
        (await _api.GetAsync("/api/v1/namespaces/kube-system/configmaps/kube-apiserver-legacy-service-account-token-tracking")).Text("data.since").ShouldMatch(@"^\d{4}-\d\d-\d\d$");
    }

    [Theory]
    [InlineData("", "https://kubernetes.default.svc.cluster.local")]
    [InlineData("b,c", "b")]
    [InlineData("b,a", "b,a")]
    [InlineData("z", "[invalid bearer token, token audiences [\"a\" \"https://kubernetes.default.svc.cluster.local\" \"b\"] is invalid for the target audiences [\"z\"]]")]
    public async Task A_review_says_towards_whom_a_token_is_valid(string asked, string told)
    {
        var token = await TokenAsync(await AccountAsync(), """{"spec":{"audiences":["a","https://kubernetes.default.svc.cluster.local","b"]}}""");

        var status = (await _api.PostAsync("/apis/authentication.k8s.io/v1/tokenreviews",
            $$$"""{"spec":{"token":"{{{token}}}","audiences":[{{{string.Join(',', asked.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static a => $"\"{a}\""))}}}]} }""")).Json["status"]!;

        (status["error"] is { } error ? (string)error! : string.Join(',', status["audiences"]!.AsArray().Select(static a => (string)a!))).ShouldBe(told);
    }

    [Theory]
    [InlineData(ApiServerFixture.Token, "", "reader https://kubernetes.default.svc.cluster.local")]
    [InlineData(ApiServerFixture.Token, "\"elsewhere\"", "invalid bearer token")]
    [InlineData("unknown", "", "invalid bearer token")]
    public async Task Other_tokens_are_reviewed_too(string token, string audience, string told)
    {
        var status = (await _api.PostAsync("/apis/authentication.k8s.io/v1/tokenreviews", $$$"""{"spec":{"token":"{{{token}}}","audiences":[{{{audience}}}]} }""")).Json["status"]!;

        (status["error"] is { } error ? (string)error! : $"{status["user"]!["username"]} {status["audiences"]![0]}").ShouldBe(told);
    }

    [Fact]
    public async Task Service_accounts_can_learn_how_tokens_are_verified()
    {
        (await AskAsync("/.well-known/openid-configuration")).Text("issuer").ShouldBe("https://kubernetes.default.svc.cluster.local");
        (await AskAsync("/openid/v1/jwks")).Text("keys.0.alg").ShouldBe("ES256");
        (await server.Anonymous.GetAsync("/openid/v1/jwks")).Code.ShouldBe(403);

        async Task<ApiAnswer> AskAsync(string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("Impersonate-User", "system:serviceaccount:default:default");
            request.Headers.Add("Impersonate-Group", "system:serviceaccounts");
            return await _api.SendAsync(request);
        }
    }

    private static string TokenSecret(string name, string account) =>
        $$$"""{"metadata":{"name":"{{{name}}}","annotations":{"kubernetes.io/service-account.name":"{{{account}}}"}},"type":"kubernetes.io/service-account-token"}""";

    private async Task<ApiAnswer> EventuallyAsync(string path, Func<ApiAnswer, bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var answer = await _api.GetAsync(path);
            if (holds(answer)) return answer;
            await Task.Delay(20, patience.Token);
        }
    }

    private async Task<string> AccountAsync()
    {
        var path = $"/api/v1/namespaces/{await server.NamespaceAsync()}/serviceaccounts";
        (await _api.PostAsync(path, """{"metadata":{"name":"robot"}}""")).Code.ShouldBe(201);
        return path;
    }

    private async Task<SortedDictionary<string, string>> ExtraAsync(string accounts, string asked)
    {
        using var holder = Holder(await TokenAsync(accounts, asked));
        var me = await holder.PostAsync("/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}");
        return new SortedDictionary<string, string>(me.Json["status"]!["userInfo"]!["extra"]!.AsObject().ToDictionary(static e => e.Key, static e => (string)e.Value!.AsArray().ShouldHaveSingleItem()!), StringComparer.Ordinal);
    }

    private async Task<string> TokenAsync(string accounts, string request)
    {
        var issued = await _api.PostAsync(accounts + "/robot/token", request);
        issued.Code.ShouldBe(201, issued.Body);
        return issued.Text("status.token");
    }

    private async Task<string> ReviewAsync(string token, string audience) => (await _api.PostAsync("/apis/authentication.k8s.io/v1/tokenreviews",
        $$$"""{"spec":{"token":"{{{token}}}","audiences":["{{{audience}}}"]} }""")).Text("status.authenticated");

    private ApiClient Holder(string token)
    {
        var client = new ApiClient(server.Url, null);
        client.Headers.Add("Authorization", "Bearer " + token);
        return client;
    }
}
