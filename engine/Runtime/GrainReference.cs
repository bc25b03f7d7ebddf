using Orleans.Kube.Engine;

namespace Orleans.Runtime;

/// <summary>A reference to a grain: equal to every other reference to it, cheap to make, and valid whether or not the grain is active.</summary>
public class GrainReference : IAddressable, IEquatable<GrainReference>
{
    private readonly GrainClass _class;
    private readonly string _key;
    private Activation? _lastSeen;

    internal GrainReference(GrainClass grainClass, string key)
    {
        _class = grainClass;
        _key = key;
    }

    /// <summary>The grain's identity.</summary>
    public GrainId GrainId => new(_class.Type, IdSpan.Create(_key));

    /// <summary>The name of the interface the grain is seen through.</summary>
    public virtual string InterfaceName => "";

    /// <summary>The same grain, seen through another interface of its class.</summary>
    public virtual TGrainInterface Cast<TGrainInterface>()
        where TGrainInterface : IAddressable => (TGrainInterface)For(typeof(TGrainInterface));

    /// <inheritdoc/>
    public bool Equals(GrainReference? other) => other is not null && other._class == _class && other._key == _key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    /// <inheritdoc/>
    public override int GetHashCode() => GrainId.GetHashCode();

    /// <inheritdoc/>
    public sealed override string ToString() => InterfaceName.Length == 0 ? GrainId.ToString() : $"{InterfaceName} {GrainId}";

    /// <summary>The same grain.</summary>
    public static bool operator ==(GrainReference? reference1, GrainReference? reference2) => Equals(reference1, reference2);

    /// <summary>Another grain.</summary>
    public static bool operator !=(GrainReference? reference1, GrainReference? reference2) => !Equals(reference1, reference2);

    internal object For(Type interfaceType) => interfaceType.IsInstanceOfType(this) ? this : _class.Reference(interfaceType, _key);

    internal void Send(Request request)
    {
        request.Depart(_class.Silo);
        if (_lastSeen is not { IsDead: false } activation)
        {
            activation = _class.Find(_key);
            _lastSeen = activation;
        }

        if (activation is null)
        {
            request.Reject(new SiloUnavailableException());
        }
        else
        {
            activation.Enqueue(request);
        }
    }
}
