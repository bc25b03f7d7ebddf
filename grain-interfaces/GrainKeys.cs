using Orleans.Kube.Model;

namespace Orleans.Kube.GrainInterfaces;

/// <summary>Grain keys from object keys and back. A grain type with an interface of its own is named after its resource (<c>deployments.apps</c>).</summary>
public static class GrainKeys
{
    /// <summary>The grain type of <see cref="IPlainObjectGrain"/>; its keys start with the resource.</summary>
    public const string PlainGrainType = "plain";

    /// <summary>The key of an object whose kind shares <see cref="IPlainObjectGrain"/>: <c>configmaps/default/settings</c>.</summary>
    public static string Plain(ObjectKey key) => key.ToString();

    /// <summary>The object that a grain of this type with this key writes.</summary>
    public static ObjectKey Parse(string grainType, string key)
    {
        var resource = grainType;
        var path = key;
        if (grainType == PlainGrainType)
        {
            var slash = key.IndexOf('/');
            (resource, path) = (key[..slash], key[(slash + 1)..]);
        }

        var dot = resource.IndexOf('.');
        var groupResource = dot < 0 ? new GroupResource("", resource) : new GroupResource(resource[(dot + 1)..], resource[..dot]);
        var separator = path.IndexOf('/');
        return separator < 0
            ? new ObjectKey(groupResource, "", path)
            : new ObjectKey(groupResource, path[..separator], path[(separator + 1)..]);
    }
}
