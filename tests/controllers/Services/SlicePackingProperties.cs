using FsCheck;
using FsCheck.Fluent;
using Orleans.Kube.Controllers.Services;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Discovery;

namespace Orleans.Kube.Controllers.Tests.Services;

public sealed class SlicePackingProperties
{
    private const int Capacity = 5;

    /// <summary>From any packing to any set of endpoints: all of them are there once, no slice is too full, and who stays stays where it is.</summary>
    [Fact]
    public void Every_endpoint_is_in_one_slice_and_those_that_stay_do_not_move() => Prop.ForAll(
        Gen.ListOf(Gen.Choose(0, 30)).ToArbitrary(), Gen.ListOf(Gen.Choose(0, 30)).ToArbitrary(),
        (before, after) =>
        {
            var first = SlicePacking.Pack([], Endpoints(before), Capacity);
            var second = SlicePacking.Pack(first, Endpoints(after), Capacity);
            var names = second.SelectMany(static slice => slice).Select(Name).ToList();
            var stayed = Endpoints(before).Select(Name).Intersect(Endpoints(after).Select(Name));
            return names.Order().SequenceEqual(Endpoints(after).Select(Name).Order())
                && second.All(static slice => slice.Count <= Capacity)
                && stayed.All(name => Place(first, name) == Place(second, name));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_packing_of_what_is_there_changes_nothing() => Prop.ForAll(
        Gen.ListOf(Gen.Choose(0, 30)).ToArbitrary(),
        numbers =>
        {
            var packed = SlicePacking.Pack([], Endpoints(numbers), Capacity);
            var again = SlicePacking.Pack(packed, Endpoints(numbers), Capacity);
            return packed.Select(static s => string.Join(',', s.Select(Name))).SequenceEqual(again.Select(static s => string.Join(',', s.Select(Name))));
        }).QuickCheckThrowOnFailure();

    private static IReadOnlyList<Endpoint> Endpoints(IEnumerable<int> numbers) =>
        [.. numbers.Distinct().Select(static n => new Endpoint { Addresses = [$"10.0.0.{n}"], TargetRef = new ObjectReference { Uid = $"{n}" } })];

    private static string Name(Endpoint endpoint) => endpoint.TargetRef!.Uid;

    private static int Place(IReadOnlyList<IReadOnlyList<Endpoint>> slices, string name)
    {
        for (var i = 0; i < slices.Count; i++)
            if (slices[i].Any(endpoint => Name(endpoint) == name)) return i;
        return -1;
    }
}
