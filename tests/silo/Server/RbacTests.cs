namespace Orleans.Kube.Tests.Silo;

public sealed class RbacTests(ApiServerFixture server)
{
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1";
    private readonly ApiClient _api = server.Admin;

    [Fact]
    public async Task A_binding_grants_its_role_at_once_and_its_deletion_takes_it_away()
    {
        var space = await server.NamespaceAsync();
        using var jane = server.As($"jane-{space}");
        var pods = $"/api/v1/namespaces/{space}/pods";
        (await jane.GetAsync(pods)).Code.ShouldBe(403);
        await BindAsync(space, "view", $"jane-{space}");
        (await jane.GetAsync(pods)).Code.ShouldBe(200);
        (await jane.DeleteAsync(pods)).Code.ShouldBe(403);
        (await jane.GetAsync("/api/v1/pods")).Code.ShouldBe(403);
        (await _api.DeleteAsync($"{Rbac}/namespaces/{space}/rolebindings/b")).Code.ShouldBe(200);
        (await jane.GetAsync(pods)).Code.ShouldBe(403);
    }

    [Fact]
    public async Task Anyone_may_be_asked_about_paths()
    {
        const string reviews = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
        (await _api.PostAsync(reviews, """{"spec":{"user":"nobody-known","nonResourceAttributes":{"path":"/logs","verb":"get"}}}""")).Text("status.allowed").ShouldBe("false");
        (await _api.PostAsync(reviews, """{"spec":{"user":"nobody-known","groups":["system:authenticated"],"nonResourceAttributes":{"path":"/version","verb":"get"}}}""")).Text("status.allowed").ShouldBe("true");
        using var jane = server.As("jane-of-paths");
        (await jane.PostAsync("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", """{"spec":{"nonResourceAttributes":{"path":"/logs","verb":"get"}}}""")).Text("status.allowed").ShouldBe("false");
        (await jane.GetAsync("/metrics")).Code.ShouldBe(403);
    }

    [Fact]
    public async Task A_binding_of_a_role_that_is_not_there_is_told_to_whoever_is_refused()
    {
        var space = await server.NamespaceAsync();
        var user = $"jim-{space}";
        using var jim = server.As(user);
        foreach (var (name, kind) in ((string, string)[])[("b1", "ClusterRole"), ("b2", "ClusterRole"), ("b3", "Role")])
            await _api.PostAsync($"{Rbac}/namespaces/{space}/rolebindings", $$$"""
                {"metadata":{"name":"{{{name}}}"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"{{{kind}}}","name":"gone"},
                 "subjects":[{"kind":"User","name":"{{{user}}}","apiGroup":"rbac.authorization.k8s.io"}]}
                """);
        const string problem = "[clusterrole.rbac.authorization.k8s.io \"gone\" not found, role.rbac.authorization.k8s.io \"gone\" not found]";
        (await jim.GetAsync($"/api/v1/namespaces/{space}/pods")).Message
            .ShouldBe($"pods is forbidden: User \"{user}\" cannot list resource \"pods\" in API group \"\" in the namespace \"{space}\": RBAC: {problem}");
        var review = await jim.PostAsync(
            "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", $$$"""{"spec":{"resourceAttributes":{"namespace":"{{{space}}}","verb":"list","resource":"pods"} } }""");
        (review.Text("status.allowed"), review.Text("status.reason")).ShouldBe(("false", $"RBAC: {problem}"));
        var rules = await jim.PostAsync("/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", $$$"""{"spec":{"namespace":"{{{space}}}"} }""");
        (rules.Text("status.incomplete"), rules.Text("status.evaluationError")).ShouldBe(("false", problem));
    }

    [Fact]
    public async Task An_aggregated_role_shows_the_rules_of_its_parts_and_follows_them()
    {
        const string roles = $"{Rbac}/clusterroles";
        await _api.PostAsync(roles, """{"metadata":{"name":"part-one","labels":{"sum":"shown"}},"rules":[{"apiGroups":["a"],"resources":["things"],"verbs":["get"]}]}""");
        await _api.PostAsync(roles, """{"metadata":{"name":"sum-shown"},"aggregationRule":{"clusterRoleSelectors":[{"matchLabels":{"sum":"shown"}}]},"rules":[{"apiGroups":["x"],"resources":["x"],"verbs":["x"]}]}""");
        await UntilAsync("a");

        await _api.PostAsync(roles, """{"metadata":{"name":"part-two","labels":{"sum":"shown"}},"rules":[{"apiGroups":["b"],"resources":["things"],"verbs":["get"]}]}""");
        await UntilAsync("a b");
        await _api.DeleteAsync($"{roles}/part-one");
        await UntilAsync("b");

        async Task UntilAsync(string groups)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (Groups(await _api.GetAsync($"{roles}/sum-shown")) != groups) await poll.WaitForNextTickAsync(patience.Token);
        }

        static string Groups(ApiAnswer role) => string.Join(' ', role.Json["rules"]?.AsArray().Select(static r => (string)r!["apiGroups"]![0]!) ?? []);
    }

    [Fact]
    public async Task An_aggregated_role_is_the_sum_of_its_parts()
    {
        var space = await server.NamespaceAsync();
        using var joe = server.As($"joe-{space}");
        await BindAsync(space, "admin", $"joe-{space}");
        (await joe.PostAsync($"/api/v1/namespaces/{space}/configmaps", """{"metadata":{"name":"a"}}""")).Code.ShouldBe(201);
        (await joe.GetAsync($"/api/v1/namespaces/{space}/pods")).Code.ShouldBe(200);
        (await joe.GetAsync($"{Rbac}/namespaces/{space}/roles")).Code.ShouldBe(200);
    }

    [Fact]
    public async Task Reviews_answer_what_the_authorizers_would()
    {
        var space = await server.NamespaceAsync();
        using var jane = server.As($"jane-{space}", "team");
        await BindAsync(space, "view", $"jane-{space}");
        (await AskAsync(jane, space, "list")).ShouldBe("true");
        (await AskAsync(jane, space, "delete")).ShouldBe("false");
        var other = await _api.PostAsync("/apis/authorization.k8s.io/v1/subjectaccessreviews",
            $$$"""{"spec":{"user":"jane-{{{space}}}","resourceAttributes":{"namespace":"{{{space}}}","verb":"list","resource":"pods"} } }""");
        other.Text("status.allowed").ShouldBe("true", other.Body);
        var self = await jane.PostAsync("/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}");
        self.Text("status.userInfo.username").ShouldBe($"jane-{space}");
        self.Json["status"]!["userInfo"]!["groups"]!.AsArray().Select(g => (string)g!).ShouldContain("team");
        var rules = await jane.PostAsync("/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", $$$"""{"spec":{"namespace":"{{{space}}}"} }""");
        rules.Json["status"]!["resourceRules"]!.AsArray().Count.ShouldBeGreaterThan(3);
        (await jane.PostAsync("/apis/authorization.k8s.io/v1/subjectaccessreviews", "{\"spec\":{}}")).Code.ShouldBe(403);
    }

    [Fact]
    public async Task Nobody_gives_more_than_they_have()
    {
        var space = await server.NamespaceAsync();
        var roles = $"{Rbac}/namespaces/{space}/roles";
        using var joe = server.As($"joe-{space}", "team");
        await BindAsync(space, "admin", $"joe-{space}");
        (await joe.PostAsync(roles, Role("small", "\"get\",\"list\"", "pods"))).Code.ShouldBe(201);
        var refused = await joe.PostAsync(roles, Role("big", "\"get\",\"watch\"", "nodes"));
        (refused.Code, refused.Message).ShouldBe((403, $"roles.rbac.authorization.k8s.io \"big\" is forbidden: user \"joe-{space}\" (groups=[\"team\" \"system:authenticated\"]) " +
            "is attempting to grant RBAC permissions not currently held:\n{APIGroups:[\"\"], Resources:[\"nodes\"], Verbs:[\"get\" \"watch\"]}"));

        (await joe.PostAsync($"{Rbac}/namespaces/{space}/rolebindings", Binding("ok", "view"))).Code.ShouldBe(201);
        (await joe.PostAsync($"{Rbac}/namespaces/{space}/rolebindings", Binding("bad", "cluster-admin"))).Message.ShouldContain("{APIGroups:[\"*\"], Resources:[\"*\"], Verbs:[\"*\"]}");
        await _api.PostAsync(roles, Role("binder", "\"bind\"", "clusterroles", "rbac.authorization.k8s.io"));
        await _api.PostAsync($"{Rbac}/namespaces/{space}/rolebindings", Binding("binds", "binder", "Role", $"joe-{space}"));
        (await joe.PostAsync($"{Rbac}/namespaces/{space}/rolebindings", Binding("bad", "cluster-admin"))).Code.ShouldBe(201);

        static string Role(string name, string verbs, string resource, string group = "") =>
            $$"""{"metadata":{"name":"{{name}}"},"rules":[{"apiGroups":["{{group}}"],"resources":["{{resource}}"],"verbs":[{{verbs}}]}]}""";

        static string Binding(string name, string role, string kind = "ClusterRole", string user = "x") => $$$"""
            {"metadata":{"name":"{{{name}}}"},"subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"{{{user}}}"}],"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"{{{kind}}}","name":"{{{role}}}"} }
            """;
    }

    private static async Task<string> AskAsync(ApiClient user, string space, string verb) => (await user.PostAsync(
        "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
        $$$"""{"spec":{"resourceAttributes":{"namespace":"{{{space}}}","verb":"{{{verb}}}","resource":"pods"} } }""")).Text("status.allowed");

    private async Task BindAsync(string space, string role, string user)
    {
        var bound = await _api.PostAsync($"{Rbac}/namespaces/{space}/rolebindings",
            $$$"""{"metadata":{"name":"b"},"subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"{{{user}}}"}],"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"{{{role}}}"} }""");
        bound.Code.ShouldBe(201, bound.Body);
    }
}
