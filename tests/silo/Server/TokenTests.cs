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
        var pod = await _api.PostAsync(pods, """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}}""");
        using var holder = Holder(await TokenAsync(accounts, """{"spec":{"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"p"}}}"""));
        (await holder.GetAsync("/api")).Code.ShouldBe(200, pod.Body);
        await _api.DeleteAsync(pods + "/p?gracePeriodSeconds=0");
        (await holder.GetAsync("/api")).Code.ShouldBe(401);
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
    public async Task Everyone_can_learn_how_tokens_are_verified()
    {
        (await server.Anonymous.GetAsync("/.well-known/openid-configuration")).Text("issuer").ShouldBe("https://kubernetes.default.svc.cluster.local");
        (await server.Anonymous.GetAsync("/openid/v1/jwks")).Text("keys.0.alg").ShouldBe("ES256");
    }

    private async Task<string> AccountAsync()
    {
        var path = $"/api/v1/namespaces/{await server.NamespaceAsync()}/serviceaccounts";
        (await _api.PostAsync(path, """{"metadata":{"name":"robot"}}""")).Code.ShouldBe(201);
        return path;
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
