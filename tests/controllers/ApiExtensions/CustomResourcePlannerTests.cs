using FsCheck;
using FsCheck.Fluent;
using Orleans.Kube.Controllers.ApiExtensions;
using Orleans.Kube.Model;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.ApiRegistration;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.ApiExtensions;

public sealed class CustomResourcePlannerTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Words = ["a", "b", "c"];

    [Fact]
    public void A_definition_without_rivals_is_established()
    {
        var planned = Plan(Definition("a"), []).Status!.Status!;

        planned.AcceptedNames.Plural.ShouldBe("a");
        planned.Conditions.Select(static c => (c.Type, c.Status, c.Reason, c.LastTransitionTime)).ShouldBe(
            [("NamesAccepted", "True", "NoConflicts", Now), ("Established", "True", "InitialNamesAccepted", Now)]);
    }

    [Theory]
    [InlineData("a", "z", "z", "z", "PluralConflict", "\"a\" is already in use")]
    [InlineData("z", "a", "z", "z", "SingularConflict", "\"a\" is already in use")]
    [InlineData("z", "z", "a", "z", "ShortNamesConflict", "\"a\" is already in use")]
    [InlineData("z", "z", "z", "A", "KindConflict", "\"A\" is already in use")]
    public void A_name_that_another_has_is_not_accepted(string plural, string singular, string shortName, string kind, string reason, string message)
    {
        var rival = Plan(Definition("a"), []).Status!;
        var status = Plan(Definition(plural, singular, shortName, kind), [rival]).Status!.Status!;

        status.Conditions.Select(static c => (c.Type, c.Status, c.Reason)).ShouldBe([("NamesAccepted", "False", reason), ("Established", "False", "NotAccepted")]);
        status.Conditions[0].Message.ShouldBe(message);
    }

    [Fact]
    public void What_was_established_stays_so_when_its_new_names_are_taken()
    {
        var rival = Plan(Definition("a"), []).Status!;
        var old = Plan(Definition("b"), []).Status!;
        var renamed = old with { Spec = old.Spec with { Names = old.Spec.Names with { ShortNames = ["a"] } } };
        var status = Plan(renamed, [rival]).Status!.Status!;

        status.AcceptedNames.ShortNames.ShouldBe(old.Spec.Names.ShortNames);
        status.Conditions.First(static c => c.Type == "Established").Status.ShouldBe("True");
    }

    [Fact]
    public void An_ending_definition_takes_its_objects_along_and_waits_for_them()
    {
        var ending = CustomResourcePlanner.Terminating(Plan(Definition("a"), []).Status!, Now);
        ending = ending with { Metadata = ending.Metadata with { DeletionTimestamp = Now } };
        ending.Metadata.Finalizers.ShouldBe([CustomResourcePlanner.Finalizer]);

        var plan = CustomResourcePlanner.Plan(new CustomResourceView(ending, [], [Item("x", false), Item("y", true)]), Now);
        plan.Deletions.Cast<ObjectDeletion>().Select(static d => d.Key.Name).ShouldBe(["x"]);
        plan.Finalized.ShouldBeNull();
        plan.Status!.Status!.Conditions.First(static c => c.Type == "Terminating").Reason.ShouldBe("InstanceDeletionInProgress");
        CustomResourcePlanner.Plan(new CustomResourceView(ending, [], []), Now).Finalized!.Metadata.Finalizers.ShouldBeEmpty();
    }

    [Fact]
    public void Versions_are_registered_while_a_definition_serves_them()
    {
        CustomResourceDefinitionVersion Version(string name, bool served) => new() { Name = name, Served = served };
        var definition = Definition("a") with { Spec = Definition("a").Spec with { Versions = [Version("v1", true), Version("v2", false)] } };
        var made = CustomResourcePlanner.Plan(new CustomResourceView(definition, [], []), Now).Registrations.Cast<ObjectCreation>().Select(static c => (APIService)c.Content).ToList();
        made.Select(static a => (a.Metadata.Name, a.Spec.Group, a.Spec.Version)).ShouldBe([("v1.g.io", "g.io", "v1")]);

        var registered = new Dictionary<string, APIService> { ["v1.g.io"] = made[0] };
        CustomResourcePlanner.Plan(new CustomResourceView(definition, [], []) { Registered = registered }, Now).Registrations.ShouldBeEmpty();
        var ending = CustomResourcePlanner.Terminating(definition, Now) with { };
        ending = ending with { Metadata = ending.Metadata with { DeletionTimestamp = Now } };
        CustomResourcePlanner.Plan(new CustomResourceView(ending, [definition with { Metadata = new ObjectMeta { Name = "other" } }], []) { Registered = registered }, Now).Registrations.ShouldBeEmpty();
        CustomResourcePlanner.Plan(new CustomResourceView(ending, [], []) { Registered = registered }, Now).Registrations.Single().ShouldBeOfType<ObjectDeletion>().Key.Name.ShouldBe("v1.g.io");
    }

    /// <summary>However many definitions want whatever names: a plan applied to its own result is empty, and no two established ones share a name.</summary>
    [Fact]
    public void Names_are_given_once_and_plans_come_to_rest() => Prop.ForAll(
        (from names in Gen.Elements(Words).ArrayOf(4) select names).ListOf(4).ToArbitrary(), static given =>
        {
            var all = given.Select(static (n, i) => Definition(n[0], n[1], n[2], n[3].ToUpperInvariant()) with { Metadata = new ObjectMeta { Name = $"d{i}" } }).ToList();
            for (var round = 0; round < 4; round++)
                for (var i = 0; i < all.Count; i++) all[i] = Plan(all[i], [.. all.Where((_, other) => other != i)]).Status ?? all[i];

            var quiet = all.Select((d, i) => Plan(d, [.. all.Where((_, other) => other != i)])).All(static p => p is { Status: null, Finalized: null, Deletions.Count: 0, Registrations.Count: 0 });
            var established = all.Where(static d => d.Status!.Conditions.Any(static c => c is { Type: "Established", Status: "True" })).ToList();
            return quiet && established.Select(static d => d.Status!.AcceptedNames.Plural).Distinct().Count() == established.Count
                && established.Select(static d => d.Status!.AcceptedNames.Kind).Distinct().Count() == established.Count;
        }).QuickCheckThrowOnFailure();

    private static CustomResourcePlan Plan(CustomResourceDefinition definition, IReadOnlyList<CustomResourceDefinition> others) =>
        CustomResourcePlanner.Plan(new CustomResourceView(definition, others, []), Now);

    private static CustomResourceItem Item(string name, bool isDeleting) => new(new ObjectKey(new GroupResource("g", "a"), "", name), name, isDeleting);

    private static CustomResourceDefinition Definition(string plural, string? singular = null, string? shortName = null, string? kind = null) => new()
    {
        Metadata = new ObjectMeta { Name = plural },
        Spec = new CustomResourceDefinitionSpec
        {
            Group = "g.io",
            Names = new CustomResourceDefinitionNames { Plural = plural, Singular = singular ?? plural, ShortNames = [shortName ?? plural], Kind = kind ?? plural.ToUpperInvariant(), ListKind = (kind ?? plural.ToUpperInvariant()) + "List" },
        },
    };
}
