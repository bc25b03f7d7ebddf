namespace Orleans.Kube.Model.Views;

/// <summary>An immutable snapshot of every stored object at one revision. Reading it never blocks and never touches the database.</summary>
public interface IClusterView
{
    /// <summary>The revision that the snapshot shows: all writes up to it, none after.</summary>
    long Revision { get; }

    ApiObject? Find(ObjectKey key);

    /// <summary>
    /// The objects of a resource in the ordinal order of <see cref="ObjectKey.Path"/>, of one namespace or (null) of all, those after
    /// <paramref name="after"/> (a path) when it is given.
    /// </summary>
    IEnumerable<ApiObject> List(GroupResource resource, string? @namespace = null, string? after = null);

    /// <summary>How many objects of a resource there are, in one namespace or in all.</summary>
    int Count(GroupResource resource, string? @namespace = null);

    /// <summary>The objects of a resource whose controller owner has this uid.</summary>
    IEnumerable<ApiObject> ControlledBy(GroupResource resource, string ownerUid);

    /// <summary>The objects of any resource that name this uid among their owners.</summary>
    IEnumerable<ApiObject> Dependents(string ownerUid);

    /// <summary>The objects of a resource in a namespace that have no controller: candidates for adoption.</summary>
    IEnumerable<ApiObject> Uncontrolled(GroupResource resource, string @namespace);

    /// <summary>The resources that have at least one object.</summary>
    IEnumerable<GroupResource> Resources { get; }
}
