using System.Text.Json;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.FlowControl;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Silo.FlowControl;
using Orleans.Kube.Silo.Requests;
using Shouldly;
using Xunit;

namespace Orleans.Kube.Silo.Tests.FlowControl;

public sealed class FlowMatchTests
{
    private const string All = """ "resourceRules":[{"verbs":["*"],"apiGroups":["*"],"resources":["*"],"namespaces":["*"],"clusterScope":true}] """;
    private static readonly UserInfo Bot = new() { Username = "system:serviceaccount:ns:bot", Groups = ["system:serviceaccounts", "system:authenticated"] };

    [Theory]
    [InlineData("""{"kind":"User","user":{"name":"*"}}""", true)]
    [InlineData("""{"kind":"User","user":{"name":"system:serviceaccount:ns:bot"}}""", true)]
    [InlineData("""{"kind":"User","user":{"name":"bot"}}""", false)]
    [InlineData("""{"kind":"Group","group":{"name":"system:serviceaccounts"}}""", true)]
    [InlineData("""{"kind":"Group","group":{"name":"*"}}""", true)]
    [InlineData("""{"kind":"Group","group":{"name":"system:masters"}}""", false)]
    [InlineData("""{"kind":"ServiceAccount","serviceAccount":{"namespace":"ns","name":"*"}}""", true)]
    [InlineData("""{"kind":"ServiceAccount","serviceAccount":{"namespace":"ns","name":"bot"}}""", true)]
    [InlineData("""{"kind":"ServiceAccount","serviceAccount":{"namespace":"n","name":"bot"}}""", false)]
    public void A_schema_is_for_its_subjects(string subject, bool covers) =>
        FlowMatch.Covers(Schema($$$"""{"subjects":[{{{subject}}}],{{{All}}}}"""), Bot, Pods).ShouldBe(covers);

    [Theory]
    [InlineData("""{"verbs":["list"],"apiGroups":[""],"resources":["pods"],"namespaces":["ns"]}""", true)]
    [InlineData("""{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"namespaces":["ns"]}""", false)]
    [InlineData("""{"verbs":["*"],"apiGroups":["apps"],"resources":["*"],"namespaces":["*"]}""", false)]
    [InlineData("""{"verbs":["*"],"apiGroups":["*"],"resources":["pods/log"],"namespaces":["*"]}""", false)]
    [InlineData("""{"verbs":["*"],"apiGroups":["*"],"resources":["*"],"clusterScope":true}""", false)]
    public void A_rule_is_for_its_resources(string rule, bool covers) =>
        FlowMatch.Covers(Schema($$$"""{"subjects":[{"kind":"Group","group":{"name":"*"}}],"resourceRules":[{{{rule}}}]}"""), Bot, Pods).ShouldBe(covers);

    [Theory]
    [InlineData("/healthz", true)]
    [InlineData("/metrics/slis", true)]
    [InlineData("/version", false)]
    public void A_rule_is_for_its_paths(string path, bool covers) => FlowMatch.Covers(
        Schema("""{"subjects":[{"kind":"User","user":{"name":"*"}}],"nonResourceRules":[{"verbs":["get"],"nonResourceURLs":["/healthz","/metrics/*"]}]}"""),
        Bot, new RequestInfo { Path = path, Verb = "get" }).ShouldBe(covers);

    [Fact]
    public void Of_several_schemas_the_one_that_precedes_is_taken_and_those_without_a_level_are_not()
    {
        var any = $$$"""{"subjects":[{"kind":"Group","group":{"name":"*"}}],{{{All}}}}""";
        FlowSchema Named(string name, int precedence, string level) =>
            Schema(any) with { Metadata = new() { Name = name }, Spec = Schema(any).Spec with { MatchingPrecedence = precedence, PriorityLevelConfiguration = new() { Name = level } } };
        var index = new FlowIndex([Named("c", 2, "there"), Named("b", 2, "there"), Named("a", 1, "missing")], new Dictionary<string, PriorityLevel> { ["there"] = new() });

        index.Find(Bot, Pods)!.Value.Schema.Metadata.Name.ShouldBe("b");
        index.Find(Bot, new RequestInfo { Path = "/", Verb = "get" }).ShouldBeNull();
    }

    private static RequestInfo Pods => new() { Path = "/api/v1/namespaces/ns/pods", Verb = "list", IsResource = true, Version = "v1", Namespace = "ns", Resource = "pods" };

    private static FlowSchema Schema(string rule) => new() { Spec = new FlowSchemaSpec { Rules = [JsonSerializer.Deserialize<PolicyRulesWithSubjects>(rule, KubeJson.Options)!] } };
}
