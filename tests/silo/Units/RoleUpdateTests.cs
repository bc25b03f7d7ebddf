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

        var updated = RoleUpdate.Of(Role("true", Rule("pods", "get", "list"), own), Standard).ShouldBeOfType<ClusterRole>();

        updated.Rules.Select(static r => $"{r.Resources[0]} {string.Join(',', r.Verbs)}").ShouldBe(["pods get,list", "unicorns ride", "pods create"]);
        updated.Metadata.Labels.ShouldBe(Standard.Metadata.Labels);
    }

    [Fact]
    public void A_role_that_lacks_nothing_is_left_alone() => RoleUpdate.Of(Role("true", Rule("*", "*")), Standard).ShouldBeNull();

    [Fact]
    public void A_role_that_wants_no_updates_is_left_alone() => RoleUpdate.Of(Role("false"), Standard).ShouldBeNull();

    [Fact]
    public void A_rule_about_some_objects_does_not_stand_for_one_about_all() =>
        ((ClusterRole)RoleUpdate.Of(Role("true", Rule("pods", "*") with { ResourceNames = ["a"] }), Standard)!).Rules.Count.ShouldBe(3);

    [Fact]
    public void A_role_whose_marks_were_taken_away_gets_them_back_with_what_it_lacks()
    {
        var bare = Role("true", Standard.Rules[0]) with { Metadata = new ObjectMeta { Name = "r", Labels = new Dictionary<string, string> { ["mine"] = "x" } } };
        var updated = RoleUpdate.Of(bare, Standard).ShouldBeOfType<ClusterRole>();
        updated.Rules.Count.ShouldBe(2);
        updated.Metadata.Labels.ShouldBe(new Dictionary<string, string> { ["mine"] = "x", ["l"] = "v" }, ignoreOrder: true);
        updated.Metadata.Annotations.ShouldBe(Standard.Metadata.Annotations);
    }

    [Fact]
    public void A_binding_is_given_the_subjects_that_it_lacks_and_keeps_its_own()
    {
        var standard = DefaultRoles.BindingIn("ns", "b", null, DefaultRoles.User("one"), DefaultRoles.Account("two"));
        var updated = RoleUpdate.Of(standard with { Subjects = [DefaultRoles.User("mine"), standard.Subjects[1]] }, standard).ShouldBeOfType<RoleBinding>();
        updated.Subjects.Select(static s => s.Name).ShouldBe(["mine", "two", "one"]);
        RoleUpdate.Of(updated, standard).ShouldBeNull();
        RoleUpdate.Of(standard with { Subjects = [], Metadata = standard.Metadata with { Annotations = Role("false").Metadata.Annotations } }, standard).ShouldBeNull();
    }

    [Fact]
    public void Every_controller_of_Kubernetes_has_its_role_bound_to_its_account()
    {
        var all = DefaultRoles.All().ToList();
        all.Select(static o => (o.GetType(), o.Metadata.Namespace, o.Metadata.Name)).ShouldBeUnique();
        var roles = all.OfType<ClusterRole>().Select(static r => r.Metadata.Name).Where(static n => n.StartsWith("system:controller:", StringComparison.Ordinal)).ToList();
        roles.Count.ShouldBe(35);
        foreach (var role in roles)
        {
            var binding = all.OfType<ClusterRoleBinding>().Single(b => b.Metadata.Name == role);
            binding.RoleRef.Name.ShouldBe(role);
            binding.Subjects.ShouldHaveSingleItem().ShouldBe(DefaultRoles.Account(role["system:controller:".Length..]));
        }

        foreach (var role in all.OfType<ClusterRole>().SelectMany(static r => r.Rules)) role.Verbs.ShouldBe(role.Verbs.Distinct());
        foreach (var binding in all.OfType<RoleBinding>()) all.OfType<Role>().ShouldContain(r => r.Metadata.Name == binding.RoleRef.Name && r.Metadata.Namespace == binding.Metadata.Namespace);
    }

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
