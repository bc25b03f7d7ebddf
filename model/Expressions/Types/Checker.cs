using Orleans.Kube.Model.Expressions.Library;
using Orleans.Kube.Model.Expressions.Syntax;

namespace Orleans.Kube.Model.Expressions.Types;

/// <summary>Finds the type of each part of an expression, and what cannot have one, in the words of the reference checker (github.com/google/cel-go/checker).</summary>
internal sealed class Checker(CelEnvironment environment, List<SourceError> errors)
{
    private const string Format = "format";

    private readonly TypeBindings _bindings = new();
    private readonly List<SourceError> _literals = [];
    private Scope? _scope;
    private bool _formats;

    /// <summary>The type of the whole. What is wrong with literals alone is told where nothing else is wrong.</summary>
    public CelType Check(Node node)
    {
        var type = _bindings.Resolve(Visit(node), close: true);
        if (errors.Count == 0) errors.AddRange(_literals);
        Close(node);
        return type;
    }

    private CelType Visit(Node node) => node.Type = node switch
    {
        LiteralNode literal => TypeOf(literal.Value),
        NameNode name => Lookup(name.Name) ?? Undeclared(name.At, name.Name),
        SelectNode select => VisitSelect(select),
        CallNode call => VisitCall(call),
        ListNode list => VisitList(list),
        MapNode map => VisitMap(map),
        ComprehensionNode walk => VisitComprehension(walk),
        LetNode let => VisitLet(let),
        _ => CelType.Dyn,
    };

    private CelType? Lookup(string name)
    {
        for (var scope = _scope; scope is not null; scope = scope.Outer)
            if (scope.Name == name) return scope.Type;
        return environment.Find(name);
    }

    private CelType VisitSelect(SelectNode select)
    {
        if (!select.IsTest && Macros.NameOf(select) is { } qualified && Root(select) is { } root && !IsLocal(root) && environment.Find(qualified) is { } known) return known;
        var operand = _bindings.Resolve(Visit(select.Operand), close: false);
        var field = FieldOf(operand, select.At, select.Field, isOptional: false);
        return select.IsTest ? CelType.Bool : field;
    }

    private CelType FieldOf(CelType operand, int at, string field, bool isOptional)
    {
        switch (operand.Kind)
        {
            case CelKind.Map: return operand.Arguments[1];
            case CelKind.Object when operand.Field(field) is { } known: return known.Type;
            case CelKind.Object: return Fail(at, $"undefined field '{field}'");
            case CelKind.Parameter:
                _bindings.Match(operand, CelType.Dyn);
                return CelType.Dyn;
            case CelKind.Dyn: return CelType.Dyn;
            case CelKind.Opaque when operand.IsOptional:
                var inner = FieldOf(_bindings.Resolve(operand.Arguments[0], close: false), at, field, isOptional: true);
                return isOptional ? inner : CelType.OptionalOf(inner);
            default: return Fail(at, $"type '{operand}' does not support field selection");
        }
    }

    private CelType VisitCall(CallNode call)
    {
        if (call.Function == Operators.OptionalSelect) return VisitOptionalSelect(call);
        var overloads = environment.Functions.Of(call.Function);
        var outer = _formats;
        _formats |= call.Function == Format;
        var arguments = call.All.Select(Visit).ToList();
        _formats = outer;
        if (LiteralCheck.Problem(call) is { } problem) _literals.Add(problem);
        if (overloads.Count == 0) return Undeclared(call.At, call.Function);
        CelType? result = null;
        foreach (var overload in overloads)
        {
            if (overload.IsMember != call.Target is not null) continue;
            var (parameters, given) = _bindings.Instantiate(overload);
            if (!_bindings.Match(arguments, parameters)) continue;
            given = _bindings.Resolve(given, close: false);
            if (result is null) result = given;
            else if (result.Kind != CelKind.Dyn && !given.Is(result)) result = CelType.Dyn;
        }

        if (result is not null) return result;
        var shown = arguments.Select(a => _bindings.Resolve(a, close: true).ToString()).ToList();
        var signature = call.Target is null ? $"({string.Join(", ", shown)})" : $"{shown[0]}.({string.Join(", ", shown.Skip(1))})";
        return Fail(call.At, $"found no matching overload for '{call.Function}' applied to '{signature}'");
    }

    private CelType VisitOptionalSelect(CallNode call)
    {
        var operand = _bindings.Resolve(Visit(call.Arguments[0]), close: false);
        if (operand.IsOptional) operand = _bindings.Resolve(operand.Arguments[0], close: false);
        return CelType.OptionalOf(FieldOf(operand, call.At, (string)((LiteralNode)call.Arguments[1]).Value!, isOptional: true));
    }

    private CelType VisitList(ListNode list)
    {
        CelType? element = null;
        for (var i = 0; i < list.Items.Count; i++)
        {
            var type = Visit(list.Items[i]);
            if (list.Optional.Contains(i)) type = Unwrap(list.Items[i].At, type);
            element = Join(element, type, list.Items[i].At);
        }

        return CelType.ListOf(element ?? _bindings.Fresh());
    }

    private CelType VisitMap(MapNode map)
    {
        CelType? key = null, value = null;
        foreach (var entry in map.Entries)
        {
            key = Join(key, Visit(entry.Key), entry.Key.At);
            var type = Visit(entry.Value);
            value = Join(value, entry.IsOptional ? Unwrap(entry.Value.At, type) : type, entry.Value.At);
        }

        return CelType.MapOf(key ?? _bindings.Fresh(), value ?? _bindings.Fresh());
    }

    private CelType Unwrap(int at, CelType type)
    {
        type = _bindings.Resolve(type, close: false);
        return type.IsOptional ? type.Arguments[0] : type.Kind is CelKind.Dyn or CelKind.Parameter ? CelType.Dyn : Fail(at, $"expected type '{CelType.OptionalOf(type)}' but found '{type}'");
    }

    /// <summary>Literals hold values of one type, but for those that <c>format</c> shows.</summary>
    private CelType Join(CelType? before, CelType next, int at)
    {
        if (before is null) return next;
        if (_bindings.Match(next, before)) return before;
        if (!_formats) _literals.Add(new SourceError(at, $"expected type '{_bindings.Resolve(before, close: true)}' but found '{_bindings.Resolve(next, close: true)}'"));
        return CelType.Dyn;
    }

    private CelType VisitComprehension(ComprehensionNode walk)
    {
        var range = _bindings.Resolve(Visit(walk.Range), close: false);
        var start = Visit(walk.Start);
        var (first, second) = range.Kind switch
        {
            CelKind.List => walk.SecondVariable is null ? (range.Arguments[0], CelType.Dyn) : (CelType.Int, range.Arguments[0]),
            CelKind.Map => (range.Arguments[0], range.Arguments[1]),
            CelKind.Dyn or CelKind.Parameter => (CelType.Dyn, CelType.Dyn),
            _ => (Fail(walk.Range.At, $"expression of type '{range}' cannot be range of a comprehension (must be list, map, or dynamic)"), CelType.Dyn),
        };
        var outer = _scope;
        _scope = new Scope(ComprehensionNode.Accumulator, start, outer);
        var accumulated = _scope;
        _scope = new Scope(walk.Variable, first, _scope);
        if (walk.SecondVariable is { } name) _scope = new Scope(name, second, _scope);
        Expect(walk.Condition, CelType.Bool);
        Expect(walk.Step, start);
        _scope = accumulated;
        var result = Visit(walk.Result);
        _scope = outer;
        return _bindings.Resolve(result, close: false);
    }

    private CelType VisitLet(LetNode let)
    {
        var outer = _scope;
        _scope = new Scope(let.Name, Visit(let.Value), outer);
        var type = Visit(let.Body);
        _scope = outer;
        return type;
    }

    private void Expect(Node node, CelType expected)
    {
        var type = Visit(node);
        if (!_bindings.Match(type, expected)) Fail(node.At, $"expected type '{_bindings.Resolve(expected, close: true)}' but found '{_bindings.Resolve(type, close: true)}'");
    }

    private static CelType TypeOf(object? value) => value switch
    {
        null => CelType.Null,
        bool => CelType.Bool,
        long => CelType.Int,
        ulong => CelType.Uint,
        double => CelType.Double,
        string => CelType.String,
        _ => CelType.Bytes,
    };

    private static string? Root(Node node) => node switch
    {
        NameNode name => name.Name,
        SelectNode select => Root(select.Operand),
        _ => null,
    };

    private bool IsLocal(string name)
    {
        for (var scope = _scope; scope is not null; scope = scope.Outer)
            if (scope.Name == name) return true;
        return false;
    }

    private CelType Undeclared(int at, string name) => Fail(at, $"undeclared reference to '{name}' (in container '')");

    /// <summary>What has an error can be anything: it is reported once.</summary>
    private CelType Fail(int at, string message)
    {
        if (!errors.Any(e => e.At == at && e.Message == message)) errors.Add(new SourceError(at, message));
        return CelType.Dyn;
    }

    /// <summary>Leaves no parameter in the types of the parts.</summary>
    private void Close(Node node)
    {
        node.Type = _bindings.Resolve(node.Type, close: true);
        foreach (var part in Parts.Of(node)) Close(part);
    }

    private sealed record Scope(string Name, CelType Type, Scope? Outer);
}
