using Orleans.Kube.Controllers.Rbac;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Rbac;

namespace Orleans.Kube.Controllers.Tests.Rbac;

/// <summary>Roles that aggregate one another in any shape, circles too, come, change and go.</summary>
public sealed class AggregationPropertyTests
{
    private static readonly string[] Names = ["a", "b", "c", "d", "e"];
    private static readonly string[] Labels = ["x", "y", "z"];
    private static readonly string[] Verbs = ["get", "list", "watch", "create"];

    [Fact]
    public void An_aggregated_role_has_each_rule_of_those_that_it_selects_once_and_no_other() => Script.ForAll(static script =>
    {
        var shelf = new Shelf();
        while (script.HasMore)
        {
            var name = script.Pick(Names);
            switch (script.Choose(6))
            {
                case 0:
                    shelf.Delete(Key(name));
                    break;
                case 1 or 2:
                    shelf.Put(Resources.ClusterRoles, Role(script, name, shelf.Latest.Find<ClusterRole>(Resources.ClusterRoles, name)));
                    break;
                default:
                    Reconcile(shelf, name, script.Choose(5));
                    break;
            }
        }

        for (var rounds = 0; Names.Aggregate(false, (changed, name) => Reconcile(shelf, name, 0) || changed); rounds++) rounds.ShouldBeLessThan(2, "it never rests");

        foreach (var role in shelf.Latest.List<ClusterRole>(Resources.ClusterRoles).Where(static r => r is { AggregationRule: not null, Metadata.DeletionTimestamp: null }))
        {
            role.Rules.Select(Text).ShouldBeUnique();
            role.Rules.Select(Text).ShouldBe(Wanted(shelf.Latest, role), ignoreOrder: true);
        }
    });

    /// <summary>Reconciles a role on a view that is some writes old, though not older than the role itself.</summary>
    private static bool Reconcile(Shelf shelf, string name, int behind)
    {
        if (shelf.Latest.Find<ClusterRole>(Resources.ClusterRoles, name) is not { } role) return false;
        var view = shelf.Ago(behind, long.Parse(role.Metadata.ResourceVersion));
        if (AggregationPlanner.Plan(view, role) is not { } write) return false;
        (role.AggregationRule, role.Metadata.DeletionTimestamp).ShouldBe((role.AggregationRule.ShouldNotBeNull(), null));
        write.Key.ShouldBe(Key(name));
        (((ClusterRole)((ObjectReplacement)write).Content) with { Rules = role.Rules }).ShouldBe(role);
        shelf.Apply(write).ShouldBeTrue();
        AggregationPlanner.Plan(view, shelf.Latest.Find<ClusterRole>(Resources.ClusterRoles, name)!).ShouldBeNull();
        return true;
    }

    /// <summary>The rules of all plain roles that can be reached from selector to selector.</summary>
    private static HashSet<string> Wanted(Snapshot view, ClusterRole role)
    {
        var reached = new HashSet<string> { role.Metadata.Name };
        for (var before = 0; before < reached.Count;)
        {
            before = reached.Count;
            foreach (var other in view.List<ClusterRole>(Resources.ClusterRoles))
                if (reached.Any(from => AggregationPlanner.Selects(view.Find<ClusterRole>(Resources.ClusterRoles, from)!, other.Metadata.Labels))) reached.Add(other.Metadata.Name);
        }

        return [.. reached.Select(name => view.Find<ClusterRole>(Resources.ClusterRoles, name)!).Where(static r => r.AggregationRule is null).SelectMany(static r => r.Rules).Select(Text)];
    }

    private static ClusterRole Role(Script script, string name, ClusterRole? old) => new()
    {
        ApiVersion = "rbac.authorization.k8s.io/v1",
        Kind = "ClusterRole",
        Metadata = new ObjectMeta
        {
            Name = name, Labels = Labels.Where(_ => script.Choose(3) == 0).ToDictionary(static l => l, static _ => "1"),
            Finalizers = script.Choose(4) == 0 ? ["example.com/hold"] : [], DeletionTimestamp = old?.Metadata.DeletionTimestamp,
        },
        Rules = [.. Enumerable.Range(0, script.Choose(4)).Select(_ => new PolicyRule { Verbs = [script.Pick(Verbs)], ApiGroups = [""], Resources = ["pods"] })],
        AggregationRule = script.Choose(2) == 0 ? null : new AggregationRule { ClusterRoleSelectors = [.. Labels.Where(_ => script.Choose(2) == 0).Select(static l => Make.Selector($"{l}=1"))] },
    };

    private static string Text(PolicyRule rule) => RuleCover.Show(rule);

    private static ObjectKey Key(string name) => new(Resources.ClusterRoles, "", name);
}
