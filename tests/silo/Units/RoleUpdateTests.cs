using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Rbac;
using Orleans.Kube.Silo.Bootstrap;

namespace Orleans.Kube.Tests.Silo;

public sealed class RoleUpdateTests
{
    private static readonly ClusterRole Standard = Role("true", Rule("pods", "get"), Rule("pods", "create"));

    [Fact]
    public void A_role_is_given_the_rules_that_it_lacks_and_keeps_its_own()
    {
        var own = Rule("unicorns", "ride");

        var updated = RoleUpdate.Of(Role("true", Rule("pods", "get", "list"), own), Standard).ShouldNotBeNull();

        updated.Rules.Select(static r => $"{r.Resources[0]} {string.Join(',', r.Verbs)}").ShouldBe(["pods get,list", "unicorns ride", "pods create"]);
        updated.Metadata.Labels.ShouldBe(Standard.Metadata.Labels);
    }

    [Fact]
    public void A_role_that_lacks_nothing_is_left_alone() => RoleUpdate.Of(Role("true", Rule("*", "*")), Standard).ShouldBeNull();

    [Fact]
    public void A_role_that_wants_no_updates_is_left_alone() => RoleUpdate.Of(Role("false"), Standard).ShouldBeNull();

    [Fact]
    public void A_rule_about_some_objects_does_not_stand_for_one_about_all() =>
        RoleUpdate.Of(Role("true", Rule("pods", "*") with { ResourceNames = ["a"] }), Standard)!.Rules.Count.ShouldBe(3);

    [Fact]
    public void Editors_write_no_endpoints() =>
        DefaultRoles.All().OfType<ClusterRole>().Single(static r => r.Metadata.Name == "system:aggregate-to-edit").Rules
            .Where(static r => r.Resources.Any(static x => x.StartsWith("endpoint", StringComparison.Ordinal))).ShouldBeEmpty();

    private static PolicyRule Rule(string resource, params string[] verbs) => new() { ApiGroups = [""], Resources = [resource], Verbs = verbs };

    private static ClusterRole Role(string updates, params PolicyRule[] rules) => new()
    {
        ApiVersion = "rbac.authorization.k8s.io/v1",
        Kind = "ClusterRole",
        Metadata = new ObjectMeta
        {
            Name = "r", Labels = new Dictionary<string, string> { ["l"] = "v" }, Annotations = new Dictionary<string, string> { ["rbac.authorization.kubernetes.io/autoupdate"] = updates },
        },
        Rules = rules,
    };
}
