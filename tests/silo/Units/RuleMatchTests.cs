using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Rbac;
using Orleans.Kube.Silo.Authorization;

namespace Orleans.Kube.Tests.Silo;

public sealed class RuleMatchTests
{
    [Theory]
    [InlineData("get", "", "pods", "", "pods", "", true)]
    [InlineData("delete", "", "pods", "", "pods", "", false)]
    [InlineData("get", "apps", "pods", "", "pods", "", false)]
    [InlineData("get", "", "pods", "log", "pods", "", false)]
    [InlineData("get", "", "pods", "log", "pods/log", "", true)]
    [InlineData("get", "", "pods", "log", "*/log", "", true)]
    [InlineData("get", "", "pods", "log", "*", "", true)]
    [InlineData("get", "", "pods", "", "pods/log", "", false)]
    [InlineData("get", "", "pods", "", "pods", "web", false)]
    public void A_rule_covers_its_verbs_groups_resources_and_names(
        string verb, string group, string resource, string subresource, string rule, string onlyName, bool covered)
    {
        var policy = new PolicyRule { Verbs = ["get"], ApiGroups = [""], Resources = [rule], ResourceNames = onlyName.Length == 0 ? [] : [onlyName] };
        RuleMatch.Covers(policy, Question(verb) with { IsResource = true, Group = group, Resource = resource, Subresource = subresource, Name = "db" }).ShouldBe(covered);
    }

    [Theory]
    [InlineData("/healthz", "/healthz", true)]
    [InlineData("/healthz/ping", "/healthz", false)]
    [InlineData("/healthz/ping", "/healthz/*", true)]
    [InlineData("/metrics", "*", true)]
    public void A_path_is_covered_by_itself_and_by_prefixes(string path, string rule, bool covered) =>
        RuleMatch.Covers(new PolicyRule { Verbs = ["get"], NonResourceURLs = [rule] }, Question("get") with { Path = path }).ShouldBe(covered);

    private static AccessQuestion Question(string verb) => new()
    {
        User = new UserInfo(), Verb = verb, Path = "", Group = "", Version = "", Resource = "", Subresource = "", Namespace = "", Name = "",
    };
}
