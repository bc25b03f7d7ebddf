using Orleans.Kube.Controllers.GarbageCollection;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.GarbageCollection;

public sealed class GarbagePlannerTests
{
    private static readonly ObjectKey OwnerKey = new(Resources.ReplicaSets, "ns", "owner");

    [Fact]
    public void Dependents_of_an_owner_that_has_gone_are_deleted() =>
        Plan(null, Dependent("a")).ShouldBe([new ObjectDeletion(Key("a"), "a", DeletionPropagation.Background)]);

    [Theory]
    [InlineData(GarbagePlanner.OrphanFinalizer, DeletionPropagation.Orphan)]
    [InlineData(GarbagePlanner.ForegroundFinalizer, DeletionPropagation.Foreground)]
    [InlineData("example.com/hold", DeletionPropagation.Background)]
    public void What_was_wished_for_a_dependents_own_dependents_holds(string finalizer, string propagation) =>
        Plan(null, Dependent("a") with { Finalizers = [finalizer] }).ShouldBe([new ObjectDeletion(Key("a"), "a", propagation)]);

    [Fact]
    public void What_is_in_no_namespace_and_names_an_owner_in_one_is_left_alone()
    {
        Plan(null, Dependent("a") with { IsMisplaced = true }).ShouldBeEmpty();
        Plan(Owner(true, GarbagePlanner.ForegroundFinalizer), Dependent("a") with { IsMisplaced = true }).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_names_an_owner_of_which_nobody_can_say_whether_it_is_there_is_left_alone(bool hasAnother)
    {
        Plan(null, Dependent("a") with { IsUnsure = true, HasOtherOwner = hasAnother }).ShouldBeEmpty();
        Plan(Owner(true, GarbagePlanner.ForegroundFinalizer), Dependent("a") with { IsUnsure = true, HasOtherOwner = hasAnother }).ShouldBeEmpty();
    }

    [Fact]
    public void A_dependent_with_another_owner_only_forgets_the_one_that_goes()
    {
        var patch = Plan(null, Dependent("a") with { HasOtherOwner = true }).ShouldHaveSingleItem().ShouldBeOfType<ObjectPatch>();
        patch.Body.ToJsonString().ShouldBe("""{"metadata":{"uid":"a","ownerReferences":[{"$patch":"delete","uid":"owner"}]}}""");
    }

    [Fact]
    public void An_owner_that_stays_loses_nobody() => Plan(Owner(deleting: false), Dependent("a")).ShouldBeEmpty();

    [Fact]
    public void Orphans_are_released_before_their_owner_goes()
    {
        Plan(Owner(true, GarbagePlanner.OrphanFinalizer), Dependent("a")).ShouldHaveSingleItem().Key.ShouldBe(Key("a"));
        Plan(Owner(true, GarbagePlanner.OrphanFinalizer)).ShouldHaveSingleItem().Key.ShouldBe(OwnerKey);
    }

    [Fact]
    public void In_the_foreground_the_owner_waits_for_those_that_block_it()
    {
        var owner = Owner(true, GarbagePlanner.ForegroundFinalizer);
        Plan(owner, Dependent("a"), Dependent("b") with { HasDependents = true }).ShouldBe(
        [
            new ObjectDeletion(Key("a"), "a", DeletionPropagation.Background), new ObjectDeletion(Key("b"), "b", DeletionPropagation.Foreground),
        ]);
        Plan(owner, Dependent("a") with { IsDeleting = true }).ShouldBeEmpty();
        Plan(owner, Dependent("a", blocks: false)).ShouldHaveSingleItem().Key.ShouldBe(OwnerKey);
    }

    [Fact]
    public void A_circle_of_owners_is_opened()
    {
        var owner = Owner(true, GarbagePlanner.ForegroundFinalizer);
        var closing = Dependent("a") with { HasDependents = true, ClosesCircle = true };
        var plan = Plan(owner, closing);
        plan[0].ShouldBeOfType<ObjectPatch>().Body.ToJsonString()
            .ShouldBe("""{"metadata":{"uid":"a","ownerReferences":[{"uid":"owner","blockOwnerDeletion":false}]}}""");
        plan[1].ShouldBe(new ObjectDeletion(Key("a"), "a", DeletionPropagation.Foreground));
        Plan(owner, closing with { IsDeleting = true }).ShouldHaveSingleItem().ShouldBeOfType<ObjectPatch>().Body.ToJsonString()
            .ShouldBe("""{"metadata":{"uid":"a","ownerReferences":[{"uid":"owner","blockOwnerDeletion":false}]}}""");
        Plan(owner, closing with { IsDeleting = true, ClosesCircle = false }).ShouldBeEmpty();
    }

    [Theory]
    // Nobody has deleted the dependent yet: that something below it waits is enough.
    [InlineData("d>x", false, true)]
    [InlineData("", false, false)]
    // It is deleted too: only what leads back to the owner is a circle, not a chain that goes from its end.
    [InlineData("d>x", true, false)]
    [InlineData("d>owner", true, true)]
    [InlineData("d>x x>y y>owner", true, true)]
    [InlineData("d>x x>d", true, false)]
    public void A_circle_leads_back_to_the_owner(string waiting, bool isDeleting, bool expected)
    {
        var links = waiting.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static link => link.Split('>')).ToLookup(static l => l[0], static l => l[1]);

        GarbagePlanner.ClosesCircle("owner", "d", isDeleting, uid => links[uid]).ShouldBe(expected);
    }

    private static IReadOnlyList<ObjectWrite> Plan(GarbageOwner? owner, params GarbageDependent[] dependents) => GarbagePlanner.Plan(new GarbageView("owner", owner, dependents));

    private static GarbageOwner Owner(bool deleting, params string[] finalizers) => new(OwnerKey, deleting, finalizers);

    private static ObjectKey Key(string name) => new(Resources.Pods, "ns", name);

    private static GarbageDependent Dependent(string name, bool blocks = true) =>
        new(Key(name), name, false, false, [new OwnerReference { Uid = "owner", Name = "owner", Kind = "ReplicaSet", ApiVersion = "apps/v1", BlockOwnerDeletion = blocks }], false);
}
