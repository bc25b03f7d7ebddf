namespace Orleans.Kube.Tests.Silo;

public sealed class PolicyTests(ApiServerFixture server)
{
    private const string Group = "/apis/admissionregistration.k8s.io/v1";
    private readonly ApiClient _api = server.Admin;

    [Fact]
    public async Task A_policy_refuses_where_a_binding_says_so()
    {
        var space = await server.NamespaceAsync();
        await BindAsync(space, """
            "variables":[{"name":"count","expression":"has(object.data) ? size(object.data) : 0"}],
            "validations":[{"expression":"variables.count <= 1","messageExpression":"'at most 1, not ' + string(variables.count) + ' in ' + namespaceObject.metadata.name"},
                           {"expression":"request.operation != 'UPDATE' || oldObject.data.a == object.data.a","message":"a stays","reason":"Forbidden"}]
            """);

        (await _api.PostAsync(Maps(space), """{"metadata":{"name":"a"},"data":{"a":"1"}}""")).Code.ShouldBe(201);
        var refused = await _api.PostAsync(Maps(space), """{"metadata":{"name":"b"},"data":{"a":"1","b":"2"}}""");
        (refused.Code, refused.Reason, refused.Message).ShouldBe((422, "Invalid",
            $"configmaps \"b\" is forbidden: ValidatingAdmissionPolicy '{space}' with binding '{space}' denied request: at most 1, not 2 in {space}"));
        refused = await _api.PatchAsync(Maps(space) + "/a", """{"data":{"a":"2"}}""");
        (refused.Code, refused.Reason).ShouldBe((403, "Forbidden"));
        (await _api.DeleteAsync(Maps(space) + "/a")).Code.ShouldBe(200);
    }

    [Fact]
    public async Task An_expression_without_a_value_refuses_or_is_ignored()
    {
        var space = await server.NamespaceAsync();
        await BindAsync(space, "\"validations\":[{\"expression\":\"object.data.missing == 'x'\"}]");
        (await _api.PostAsync(Maps(space), """{"metadata":{"name":"a"},"data":{"a":"1"}}""")).Message.ShouldContain("denied request: expression 'object.data.missing == 'x'' resulted in error:");

        var other = await server.NamespaceAsync();
        await BindAsync(other, "\"failurePolicy\":\"Ignore\",\"validations\":[{\"expression\":\"object.data.missing == 'x'\"}]");
        (await _api.PostAsync(Maps(other), """{"metadata":{"name":"a"},"data":{"a":"1"}}""")).Code.ShouldBe(201);
    }

    [Fact]
    public async Task Parameters_come_from_the_object_that_the_binding_names()
    {
        var space = await server.NamespaceAsync();
        await _api.PostAsync($"/api/v1/namespaces/{space}/secrets", """{"metadata":{"name":"limits"},"stringData":{"most":"x"}}""");
        await BindAsync(space, "\"paramKind\":{\"apiVersion\":\"v1\",\"kind\":\"Secret\"},\"validations\":[{\"expression\":\"!has(object.data) || size(object.data) <= size(params.data)\"}]",
            ",\"paramRef\":{\"name\":\"limits\",\"parameterNotFoundAction\":\"Deny\"}");

        (await _api.PostAsync(Maps(space), """{"metadata":{"name":"a"},"data":{"a":"1"}}""")).Code.ShouldBe(201);
        (await _api.PostAsync(Maps(space), """{"metadata":{"name":"b"},"data":{"a":"1","b":"1"}}""")).Message.ShouldContain("failed expression: !has(object.data)");
        await _api.DeleteAsync($"/api/v1/namespaces/{space}/secrets/limits");
        (await _api.PostAsync(Maps(space), """{"metadata":{"name":"c"}}""")).Message.ShouldContain("no params found for policy binding with `Deny` parameterNotFoundAction");
    }

    [Fact]
    public async Task An_update_that_changes_nothing_is_judged_all_the_same()
    {
        var space = await server.NamespaceAsync();
        var created = await _api.PostAsync(Maps(space), """{"metadata":{"name":"a"},"data":{"a":"1"}}""");
        created.Code.ShouldBe(201);
        await BindAsync(space, "\"validations\":[{\"expression\":\"request.operation != 'UPDATE'\"}]");

        (await _api.PutAsync(Maps(space) + "/a", created.Body)).Message.ShouldContain("denied request: failed expression: request.operation != 'UPDATE'");
    }

    [Fact]
    public async Task A_creation_is_judged_before_its_name_is_found_to_be_taken()
    {
        var space = await server.NamespaceAsync();
        (await _api.PostAsync(Maps(space), """{"metadata":{"name":"a"},"data":{"a":"1"}}""")).Code.ShouldBe(201);
        await BindAsync(space, "\"validations\":[{\"expression\":\"!has(object.data)\"}]");

        (await _api.PostAsync(Maps(space), """{"metadata":{"name":"a"},"data":{"a":"1"}}""")).Message.ShouldContain("denied request: failed expression: !has(object.data)");
        (await _api.PostAsync(Maps(space), """{"metadata":{"name":"a"}}""")).Reason.ShouldBe("AlreadyExists");
    }

    [Fact]
    public async Task A_policy_knows_all_that_is_known_of_the_user()
    {
        var space = await server.NamespaceAsync();
        const string credential = "request.userInfo.extra['authentication.kubernetes.io/credential-id'][0]";
        await BindAsync(space, $"\"validations\":[{{\"expression\":\"{credential}.startsWith('X509SHA256=')\"}},{{\"expression\":\"!has(object.data) || object.data.a != 'no'\"}}]");

        (await _api.PostAsync(Maps(space), """{"metadata":{"name":"a"},"data":{"a":"yes"}}""")).Code.ShouldBe(201);
        (await _api.PostAsync(Maps(space), """{"metadata":{"name":"b"},"data":{"a":"no"}}""")).Message.ShouldContain("failed expression: !has(object.data)");
    }

    [Fact]
    public async Task Warnings_let_the_write_pass()
    {
        var space = await server.NamespaceAsync();
        await BindAsync(space, "\"validations\":[{\"expression\":\"false\",\"message\":\"no good\"}]", actions: "[\"Warn\"]");

        var created = await _api.PostAsync(Maps(space), """{"metadata":{"name":"a"}}""");
        (created.Code, created.Headers["Warning"]).ShouldBe((201, $"299 - \"Validation failed for ValidatingAdmissionPolicy '{space}' with binding '{space}': no good\""));
    }

    [Fact]
    public async Task All_that_warn_are_heard_though_one_refuses()
    {
        var space = await server.NamespaceAsync();
        await BindAsync(space, "\"validations\":[{\"expression\":\"false\",\"message\":\"no good\"},{\"expression\":\"false\",\"message\":\"nor that\"}]");
        (await _api.PostAsync($"{Group}/validatingadmissionpolicybindings", $$$$"""
            {"metadata":{"name":"{{{{space}}}}-w"},"spec":{"policyName":"{{{{space}}}}","validationActions":["Warn"],"matchResources":{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"{{{{space}}}}"} } } } }
            """)).Code.ShouldBe(201);

        var refused = await _api.PostAsync(Maps(space), """{"metadata":{"name":"a"}}""");
        refused.Message.ShouldEndWith($"with binding '{space}' denied request: no good");
        refused.Headers["Warning"].ShouldBe(string.Join(", ", new[] { "no good", "nor that" }.Select(w => $"299 - \"Validation failed for ValidatingAdmissionPolicy '{space}' with binding '{space}-w': {w}\"")));
    }

    [Theory]
    [InlineData("v1\",\"kind\":\"Unicorn", "\"name\":\"a\"", "failed to configure policy: failed to find resource referenced by paramKind: '/v1, Kind=Unicorn'")]
    [InlineData("horn.io/v1\",\"kind\":\"Unicorn", "\"name\":\"a\"", "failed to configure policy: failed to find resource referenced by paramKind: 'horn.io/v1, Kind=Unicorn'")]
    [InlineData("v1\",\"kind\":\"Secret", "\"name\":\"a\"", "failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction")]
    [InlineData("v1\",\"kind\":\"Node", "\"name\":\"a\",\"namespace\":\"default\"", "failed to configure binding: paramRef.namespace must not be provided for a cluster-scoped `paramKind`")]
    public async Task A_policy_without_its_parameters_refuses_whatever_its_bindings_do(string kind, string reference, string message)
    {
        var space = await server.NamespaceAsync();
        // One that cannot be understood refuses wherever it matches itself, bound or not.
        var constraints = $$$"""
            "matchConstraints":{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"{{{space}}}"} },"resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE"],"resources":["configmaps"]}]}
            """;
        await BindAsync(space, $$"""
            {{constraints}},"paramKind":{"apiVersion":"{{kind}}"},"validations":[{"expression":"true"}]
            """, $$"""
            ,"paramRef":{{{reference}},"parameterNotFoundAction":"Deny"}
            """, actions: "[\"Audit\"]");

        (await _api.PostAsync(Maps(space), """{"metadata":{"name":"a"}}""")).Message.ShouldEndWith($"denied request: {message}");
    }

    [Theory]
    [InlineData("object.data.x == 'a'", "true", "expression 'object.data.x == 'a'' resulted in error: no such key: data")]
    [InlineData("object.data.x == 'a'", "object.y == 1", "[expression 'object.data.x == 'a'' resulted in error: no such key: data, expression 'object.y == 1' resulted in error: no such key: y]")]
    [InlineData("object.data.x == 'a'", "false", "")]
    public async Task Conditions_without_a_value_refuse_unless_one_does_not_hold(string first, string second, string message)
    {
        var space = await server.NamespaceAsync();
        await BindAsync(space, $$"""
            "matchConditions":[{"name":"first","expression":"{{first}}"},{"name":"second","expression":"{{second}}"}],"validations":[{"expression":"true"}]
            """);

        var answer = await _api.PostAsync(Maps(space), """{"metadata":{"name":"a"}}""");
        (answer.Code == 201 ? "" : answer.Message.Split("denied request: ")[1]).ShouldBe(message);
    }

    [Fact]
    public async Task A_note_that_cannot_be_written_refuses()
    {
        var space = await server.NamespaceAsync();
        await BindAsync(space, "\"validations\":[{\"expression\":\"true\"}],\"auditAnnotations\":[{\"key\":\"k\",\"valueExpression\":\"string(object.data.x)\"}]", actions: "[\"Warn\"]");

        (await _api.PostAsync(Maps(space), """{"metadata":{"name":"a"}}""")).Message.ShouldEndWith("denied request: expression 'string(object.data.x)' resulted in error: no such key: data");
        (await _api.PostAsync(Maps(space), """{"metadata":{"name":"b"},"data":{"x":"y"}}""")).Code.ShouldBe(201);
    }

    [Fact]
    public async Task What_does_not_match_is_not_judged()
    {
        var space = await server.NamespaceAsync();
        await BindAsync(space, "\"matchConditions\":[{\"name\":\"not-a\",\"expression\":\"request.name != 'a'\"}],\"validations\":[{\"expression\":\"false\"}]");

        (await _api.PostAsync(Maps(space), """{"metadata":{"name":"a"}}""")).Code.ShouldBe(201);
        (await _api.PostAsync(Maps(space), """{"metadata":{"name":"b"}}""")).Code.ShouldBe(422);
    }

    [Theory]
    [InlineData("object.spec. ==", "compilation failed")]
    [InlineData("no_such_function(object)", "compilation failed")]
    public async Task Expressions_have_to_compile(string expression, string message)
    {
        var refused = await _api.PostAsync($"{Group}/validatingadmissionpolicies", Policy("bad", $"\"validations\":[{{\"expression\":\"{expression}\"}}]"));

        refused.Code.ShouldBe(422);
        refused.Message.ShouldContain($"spec.validations[0].expression: Invalid value: \"{expression}\": {message}");
    }

    [Fact]
    public async Task Rules_of_a_schema_are_kept_by_its_objects()
    {
        var name = $"r{Guid.NewGuid():N}"[..12];
        var schema = """
            {"type":"object","properties":{"spec":{"type":"object",
              "x-kubernetes-validations":[{"rule":"self.min <= self.max","message":"min must not exceed max"},{"rule":"self.kind == oldSelf.kind","messageExpression":"'kind stays ' + oldSelf.kind","reason":"FieldValueForbidden","fieldPath":".kind"}],
              "properties":{"min":{"type":"integer"},"max":{"type":"integer"},"kind":{"type":"string","default":"a"},
                "names":{"type":"array","maxItems":10,"items":{"type":"string","maxLength":64,"x-kubernetes-validations":[{"rule":"self.lowerAscii() == self"}]}}}}}}
            """;
        (await _api.PostAsync("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", $$$$"""
            {"metadata":{"name":"ranges.{{{{name}}}}.io"},"spec":{"group":"{{{{name}}}}.io","scope":"Cluster","names":{"plural":"ranges","kind":"Range"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{{{{schema}}}}}}]}}
            """)).Code.ShouldBe(201);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await _api.GetAsync($"/apis/{name}.io/v1/ranges")).Code != 200) patience.Token.ThrowIfCancellationRequested();
        var path = $"/apis/{name}.io/v1/ranges";
        string Range(string spec) => $$"""{"apiVersion":"{{name}}.io/v1","kind":"Range","metadata":{"name":"a"},"spec":{{spec}}}""";

        (await _api.PostAsync(path, Range("""{"min":3,"max":2,"names":["x","Y"]}"""))).Message
            .ShouldBe($"Range.{name}.io \"a\" is invalid: [spec: Invalid value: \"object\": min must not exceed max, spec.names[1]: Invalid value: \"string\": failed rule: self.lowerAscii() == self]");
        (await _api.PostAsync(path, Range("""{"min":1,"max":2}"""))).Code.ShouldBe(201);
        (await _api.PatchAsync($"{path}/a", """{"spec":{"kind":"b"}}""")).Message.ShouldBe($"Range.{name}.io \"a\" is invalid: spec.kind: Forbidden: kind stays a");
    }

    [Theory]
    [InlineData("self.z == 42", "spec.validation.openAPIV3Schema.x-kubernetes-validations[0].rule: Invalid value: apiextensions.ValidationRule{Rule:\"self.z == 42\", Message:\"\", ")]
    [InlineData("self.z == 42", "OptionalOldSelf:(*bool)(nil)}: compilation failed: ERROR: <input>:1:5: undefined field 'z'\n | self.z == 42\n | ....^")]
    [InlineData("self = 42", "compilation failed: ERROR: <input>:1:6: Syntax error: token recognition error at: '= '")]
    [InlineData("self.spec.n", "cel expression must evaluate to a bool")]
    [InlineData("self.spec.list.all(x, x == oldSelf.spec.n) && self.spec.n > 'a'", "found no matching overload for '_>_' applied to '(int, string)'")]
    public async Task Rules_of_a_schema_have_to_fit_it(string rule, string message)
    {
        var refused = await _api.PostAsync("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", Definition("fits", """
            {"type":"object","x-kubernetes-validations":[{"rule":"RULE"}],"properties":{"spec":{"type":"object","properties":{"n":{"type":"integer"},"list":{"type":"array","items":{"type":"integer"}}}}}}
            """.Replace("RULE", rule)));

        (refused.Code, refused.Reason).ShouldBe((422, "Invalid"));
        refused.Message.ShouldContain(message);
    }

    [Fact]
    public async Task A_rule_cannot_know_what_an_entry_of_a_plain_list_was()
    {
        var refused = await _api.PostAsync("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", Definition("loose", """
            {"type":"object","properties":{"list":{"type":"array","items":{"type":"string","x-kubernetes-validations":[{"rule":"self == oldSelf"}]}}}}
            """));

        refused.Message.ShouldContain("oldSelf cannot be used on the uncorrelatable portion of the schema within spec.validation.openAPIV3Schema.properties[list]");
    }

    [Fact]
    public async Task Expressions_are_checked_against_the_kinds_that_a_policy_is_about()
    {
        var name = $"t{Guid.NewGuid():N}"[..12];
        (await _api.PostAsync($"{Group}/validatingadmissionpolicies", $$$$"""
            {"metadata":{"name":"{{{{name}}}}"},"spec":{"matchConstraints":{"resourceRules":[{"apiGroups":["apps"],"apiVersions":["v1"],"operations":["CREATE"],"resources":["deployments"]}]},
             "variables":[{"name":"few","expression":"object.spec.replicas < 3"}],
             "validations":[{"expression":"object.spec.replicas > '1'"},{"expression":"object.spec.maxRetries < 10"},{"expression":"variables.few && object.spec.replicas > 0"}]}}
            """)).Code.ShouldBe(201);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        ApiAnswer policy;
        do
        {
            patience.Token.ThrowIfCancellationRequested();
            policy = await _api.GetAsync($"{Group}/validatingadmissionpolicies/{name}");
        }
        while (policy.Text("status.observedGeneration") != "1");

        const string warnings = "status.typeChecking.expressionWarnings";
        (policy.Text($"{warnings}.0.fieldRef"), policy.Text($"{warnings}.1.fieldRef")).ShouldBe(("spec.validations[0].expression", "spec.validations[1].expression"));
        policy.Text($"{warnings}.0.warning").ShouldBe("apps/v1, Kind=Deployment: ERROR: <input>:1:22: found no matching overload for '_>_' applied to '(int, string)'\n | object.spec.replicas > '1'\n | .....................^\n");
        policy.Text($"{warnings}.1.warning").ShouldContain("undefined field 'maxRetries'");
        ((System.Text.Json.Nodes.JsonArray)ApiAnswer.At(policy.Json, warnings)!).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_policy_can_ask_what_the_user_may_do()
    {
        var space = await server.NamespaceAsync();
        await BindAsync(space, "\"validations\":[{\"expression\":\"authorizer.group('').resource('configmaps').namespace(request.namespace).check('create').allowed() && !authorizer.serviceAccount('x', 'y').group('').resource('secrets').check('get').allowed()\"}]");
        (await _api.PostAsync(Maps(space), """{"metadata":{"name":"a"}}""")).Code.ShouldBe(201);

        var other = await server.NamespaceAsync();
        await BindAsync(other, "\"validations\":[{\"expression\":\"authorizer.serviceAccount('x', 'y').path('/metrics').check('get').allowed()\",\"message\":\"may not\"}]");
        (await _api.PostAsync(Maps(other), """{"metadata":{"name":"a"}}""")).Message.ShouldContain("may not");
    }

    private static string Definition(string name, string schema) => $$$$"""
        {"metadata":{"name":"{{{{name}}}}s.{{{{name}}}}.example.com"},"spec":{"group":"{{{{name}}}}.example.com","scope":"Cluster","names":{"plural":"{{{{name}}}}s","kind":"Fit"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{{{{schema}}}}}}]}}
        """;

    private static string Maps(string space) => $"/api/v1/namespaces/{space}/configmaps";

    private const string Constraints = """
        "matchConstraints":{"resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE","UPDATE"],"resources":["configmaps"]}]},
        """;

    private static string Policy(string name, string more) => $$$$"""
        {"metadata":{"name":"{{{{name}}}}"},"spec":{{{{{(more.Contains("matchConstraints", StringComparison.Ordinal) ? "" : Constraints)}}}}{{{{more}}}}}}
        """;

    /// <summary>A policy about the configmaps of a namespace, and its binding.</summary>
    private async Task BindAsync(string space, string policy, string binding = "", string actions = "[\"Deny\"]")
    {
        (await _api.PostAsync($"{Group}/validatingadmissionpolicies", Policy(space, policy))).Code.ShouldBe(201);
        (await _api.PostAsync($"{Group}/validatingadmissionpolicybindings", $$$$"""
            {"metadata":{"name":"{{{{space}}}}"},"spec":{"policyName":"{{{{space}}}}","validationActions":{{{{actions}}}},"matchResources":{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"{{{{space}}}}"}}}{{{{binding}}}}}}
            """)).Code.ShouldBe(201);
    }
}
