using Orleans.Kube.Model;
using Orleans.Kube.Model.Discovery;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Selectors;

namespace Orleans.Kube.Controllers.Services;

/// <summary>
/// The slices of one origin, and how they come to hold what they should with as few writes as possible: a slice that is not needed any more is used for what
/// would need a new one.
/// </summary>
/// <param name="Slices">The slices that there are.</param>
/// <param name="Metadata">What a new slice has as metadata; every slice has its labels.</param>
/// <param name="OwnsAnnotations">Whether every slice has its annotations too.</param>
/// <param name="Capacity">The most endpoints that a slice holds.</param>
internal sealed record SliceSet(IReadOnlyList<EndpointSlice> Slices, ObjectMeta Metadata, bool OwnsAnnotations, int Capacity)
{
    /// <summary>What is written with every change as its cause, see <see cref="TriggerTimes"/>.</summary>
    public DateTimeOffset? Trigger { get; init; }

    /// <summary>The writes that bring the slices in line; none when they are.</summary>
    /// <param name="groups">What they should hold, by <see cref="SliceGroup.Key"/>.</param>
    /// <param name="placeholder">The address type of an empty slice that stays when there are no endpoints; null for none.</param>
    /// <param name="ids">The names of new slices.</param>
    public IReadOnlyList<ObjectWrite> Plan(IReadOnlyDictionary<string, SliceGroup> groups, string? placeholder, IIdSource ids)
    {
        var slices = Slices.OrderBy(static s => s.Metadata.CreationTimestamp).ThenBy(static s => s.Metadata.Name, StringComparer.Ordinal)
            .GroupBy(SliceGroup.KeyOf).ToDictionary(static g => g.Key, static g => g.ToList());
        var writes = new List<ObjectWrite>();
        var (spare, added) = (new List<EndpointSlice>(), new List<SliceGroup>());
        foreach (var (key, group) in groups) PlanGroup(group, slices.GetValueOrDefault(key, []), spare, added, writes);
        foreach (var (key, unused) in slices)
            if (!groups.ContainsKey(key)) spare.AddRange(unused);
        if (groups.Count == 0 && placeholder is not null) Placeholder(placeholder, spare, added, writes);
        foreach (var group in added)
        {
            if (spare.FindIndex(slice => slice.AddressType == group.AddressType) is >= 0 and var place) Reuse(place, group);
            else writes.Add(Create(group, ids));
        }

        writes.AddRange(spare.Select(static slice => ObjectDeletion.Of(Resources.EndpointSlices, slice)));
        return writes;

        void Reuse(int place, SliceGroup group)
        {
            writes.Add(Replace(spare[place], group.Endpoints, group.Ports));
            spare.RemoveAt(place);
        }
    }

    private void PlanGroup(SliceGroup group, List<EndpointSlice> slices, List<EndpointSlice> spare, List<SliceGroup> added, List<ObjectWrite> writes)
    {
        var packed = SlicePacking.Pack([.. slices.Select(static s => s.Endpoints)], group.Endpoints, Capacity);
        for (var i = 0; i < packed.Count; i++)
        {
            if (i >= slices.Count) added.Add(group with { Endpoints = packed[i] });
            else if (packed[i].Count == 0) spare.Add(slices[i]);
            else Update(slices[i], packed[i], writes);
        }
    }

    private void Placeholder(string addressType, List<EndpointSlice> spare, List<SliceGroup> added, List<ObjectWrite> writes)
    {
        if (spare.FirstOrDefault(static slice => slice.Ports.Count == 0) is not { } known) added.Add(new SliceGroup(addressType, [], []));
        else if (spare.Remove(known)) Update(known, [], writes);
    }

    private void Update(EndpointSlice slice, IReadOnlyList<Endpoint> endpoints, List<ObjectWrite> writes)
    {
        if (RecordEquality.Same(slice.Endpoints, endpoints) && Same(slice.Metadata.Labels, Metadata.Labels) && Same(slice.Metadata.Annotations, Annotations(slice))) return;
        writes.Add(Replace(slice, endpoints, slice.Ports));
    }

    private ObjectReplacement Replace(EndpointSlice slice, IReadOnlyList<Endpoint> endpoints, IReadOnlyList<EndpointPort> ports) =>
        ObjectReplacement.Of(Resources.EndpointSlices, slice with
        {
            Endpoints = endpoints,
            Ports = ports,
            Metadata = slice.Metadata with { Labels = Metadata.Labels, Annotations = TriggerTimes.Annotate(Annotations(slice), Trigger) },
        });

    private IReadOnlyDictionary<string, string> Annotations(EndpointSlice slice) => OwnsAnnotations ? Metadata.Annotations : slice.Metadata.Annotations;

    private static bool Same(IReadOnlyDictionary<string, string> left, IReadOnlyDictionary<string, string> right) => left.Count == right.Count && left.Contains(right);

    private ObjectCreation Create(SliceGroup group, IIdSource ids) => ObjectCreation.Of(Resources.EndpointSlices, new EndpointSlice
    {
        ApiVersion = "discovery.k8s.io/v1",
        Kind = "EndpointSlice",
        Metadata = Metadata with { Name = PodTemplates.Generate(Metadata.GenerateName, ids), Annotations = TriggerTimes.Annotate(Metadata.Annotations, Trigger) },
        AddressType = group.AddressType,
        Endpoints = group.Endpoints,
        Ports = group.Ports,
    });
}
