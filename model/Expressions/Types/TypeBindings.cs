namespace Orleans.Kube.Model.Expressions.Types;

/// <summary>
/// What the type parameters of one expression turned out to be. Matching follows the reference checker
/// (github.com/google/cel-go/checker): the first use of a parameter binds it, later ones widen it where they can.
/// </summary>
internal sealed class TypeBindings
{
    private Dictionary<string, CelType> _bound = new(StringComparer.Ordinal);
    private int _fresh;

    /// <summary>A parameter that nothing is known of yet.</summary>
    public CelType Fresh() => CelType.Parameter($"_var{_fresh++}");

    /// <summary>Whether values of the one types can be given where the others are asked for; binds parameters if so, and nothing if not.</summary>
    public bool Match(IReadOnlyList<CelType> given, IReadOnlyList<CelType> asked)
    {
        if (given.Count != asked.Count) return false;
        var before = new Dictionary<string, CelType>(_bound, StringComparer.Ordinal);
        for (var i = 0; i < given.Count; i++)
        {
            if (Matches(given[i], asked[i])) continue;
            _bound = before;
            return false;
        }

        return true;
    }

    public bool Match(CelType given, CelType asked) => Match([given], [asked]);

    /// <summary>The type with what is known of its parameters.</summary>
    /// <param name="type">The type.</param>
    /// <param name="close">Whether what is still unknown becomes dyn.</param>
    public CelType Resolve(CelType type, bool close)
    {
        if (type.Kind == CelKind.Parameter) return _bound.TryGetValue(type.Name, out var known) ? Resolve(known, close) : close ? CelType.Dyn : type;
        if (type.Arguments.Count == 0) return type;
        var resolved = type.Arguments.Select(a => Resolve(a, close)).ToArray();
        return resolved.SequenceEqual(type.Arguments) ? type : type.With(resolved);
    }

    /// <summary>Types of a declaration with parameters of their own for this use.</summary>
    public (CelType[] Parameters, CelType Result) Instantiate(Overload overload)
    {
        if (!overload.IsGeneric) return (overload.Parameters, overload.Result);
        var renamed = new Dictionary<string, CelType>(StringComparer.Ordinal);
        CelType Rename(CelType type)
        {
            if (type.Kind != CelKind.Parameter) return type.Arguments.Count == 0 ? type : type.With([.. type.Arguments.Select(Rename)]);
            if (!renamed.TryGetValue(type.Name, out var fresh)) renamed[type.Name] = fresh = Fresh();
            return fresh;
        }

        return ([.. overload.Parameters.Select(Rename)], Rename(overload.Result));
    }

    private bool Matches(CelType left, CelType right)
    {
        if (right.Kind == CelKind.Parameter)
        {
            var (fits, wasBound) = Substitute(left, right);
            if (fits) return true;
            if (wasBound) return false;
        }

        if (left.Kind == CelKind.Parameter) return Substitute(right, left).Fits;
        if (left.Kind == CelKind.Dyn || right.Kind == CelKind.Dyn) return true;
        if (left.Kind == CelKind.Null) return MayBeNull(right);
        if (right.Kind == CelKind.Null) return MayBeNull(left);
        if (left.Kind != right.Kind) return false;
        return left.Kind switch
        {
            CelKind.Type => true,
            CelKind.Opaque or CelKind.List or CelKind.Map =>
                left.Name == right.Name && left.Arguments.Count == right.Arguments.Count && left.Arguments.Zip(right.Arguments).All(p => Matches(p.First, p.Second)),
            _ => left.Name == right.Name,
        };
    }

    private (bool Fits, bool WasBound) Substitute(CelType type, CelType parameter)
    {
        if (type.Kind == CelKind.Parameter && type.Name == parameter.Name) return (true, true);
        if (_bound.TryGetValue(parameter.Name, out var known))
        {
            if (type.Is(known)) return (true, true);
            if (!Matches(type, known)) return (false, true);
            var wider = IsAsGeneral(type, known) ? type : known;
            if (!Mentions(wider, parameter)) _bound[parameter.Name] = wider;
            return (true, true);
        }

        if (Mentions(type, parameter)) return (false, false);
        _bound[parameter.Name] = type;
        return (true, false);
    }

    private bool Mentions(CelType type, CelType parameter) => type.Kind == CelKind.Parameter
        ? type.Name == parameter.Name || (_bound.TryGetValue(type.Name, out var known) && Mentions(known, parameter))
        : type.Arguments.Any(a => Mentions(a, parameter));

    private static bool IsAsGeneral(CelType type, CelType other)
    {
        if (type.Kind is CelKind.Dyn or CelKind.Parameter) return true;
        if (type.Kind == CelKind.Null) return other.Kind == CelKind.Null;
        if (type.Kind != other.Kind || type.Name != other.Name || type.Arguments.Count != other.Arguments.Count) return false;
        return type.Arguments.Zip(other.Arguments).All(static p => IsAsGeneral(p.First, p.Second));
    }

    private static bool MayBeNull(CelType type) => type.Kind is CelKind.Null or CelKind.Object or CelKind.Opaque or CelKind.Timestamp or CelKind.Duration;
}
