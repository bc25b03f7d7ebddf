using System.Globalization;
using Orleans.Kube.Model.Expressions.Library;
using Orleans.Kube.Model.Expressions.Syntax;
using Orleans.Kube.Model.Expressions.Types;

namespace Orleans.Kube.Model.Expressions.Evaluation;

/// <summary>Finds the value of an expression for some variables. Used once.</summary>
/// <param name="functions">What it may call.</param>
/// <param name="variables">What it may speak of.</param>
/// <param name="budget">What this and other expressions may cost together: about the number of steps, long texts counting for more.</param>
internal sealed class Evaluator(FunctionTable functions, IReadOnlyDictionary<string, object?> variables, CelBudget budget)
{
    /// <summary>How many characters of a text cost as much as a step.</summary>
    private const int CharactersPerStep = 10;

    private Scope? _scope;
    private long _spent;

    /// <summary>The value, or the <see cref="CelError"/>.</summary>
    /// <exception cref="CelFailure">It costs more than it may.</exception>
    public object? Evaluate(Node node) => node switch
    {
        LiteralNode literal => literal.Value,
        NameNode name => Lookup(name.Name),
        SelectNode select => Select(select),
        CallNode call => Call(call),
        ListNode list => List(list),
        MapNode map => Map(map),
        ComprehensionNode walk => Walk(walk),
        LetNode let => Let(let),
        _ => CelError.NoOverload,
    };

    private void Spend(long cost)
    {
        _spent += cost;
        if (_spent > CelBudget.MostOfOne) throw CelBudget.Exceeded();
        budget.Spend(cost);
    }

    private object? Lookup(string name)
    {
        Spend(1);
        for (var scope = _scope; scope is not null; scope = scope.Outer)
            if (scope.Name == name) return scope.Value;
        if (variables.TryGetValue(name, out var value)) return value;
        return Conversions.TypeNamed(name) is { } type ? type : new CelError($"no such attribute(s): {name}");
    }

    private object? Select(SelectNode select)
    {
        var operand = Evaluate(select.Operand);
        if (operand is CelError) return operand;
        Spend(1);
        if (operand is CelOptional optional)
        {
            var inner = optional.HasValue ? Find(optional.Value, select.Field, out var value) ? CelOptional.Of(value) : CelOptional.None : CelOptional.None;
            return select.IsTest ? inner.HasValue : inner;
        }

        if (operand is not (CelMap or ICelFields)) return CelError.NoOverload;
        try
        {
            var found = Find(operand, select.Field, out var value);
            return select.IsTest ? found : found ? value : CelError.NoKey(select.Field);
        }
        catch (CelFailure failure)
        {
            return new CelError(failure.Message);
        }
    }

    private static bool Find(object? operand, object? key, out object? value)
    {
        value = null;
        return operand switch
        {
            CelMap map => map.TryGet(key, out value),
            ICelFields fields => key is string name && fields.TryGet(name, out value),
            _ => false,
        };
    }

    private object? Call(CallNode call)
    {
        switch (call.Function)
        {
            case Operators.And: return Either(call, decisive: false);
            case Operators.Or: return Either(call, decisive: true);
            case Operators.Conditional:
                var condition = Evaluate(call.Arguments[0]);
                return condition is bool holds ? Evaluate(call.Arguments[holds ? 1 : 2]) : condition is CelError ? condition : CelError.NoOverload;
            case Operators.NotStrictlyFalse: return Evaluate(call.Arguments[0]) is not false;
            case Operators.OptionalSelect or Operators.OptionalIndex: return OptionalItem(Evaluate(call.Arguments[0]), Evaluate(call.Arguments[1]));
            case "or" when call.Target is not null: return Otherwise(call, static o => o);
            case "orValue" when call.Target is not null: return Otherwise(call, static o => o.Value);
            default: return Apply(call);
        }
    }

    private object? Either(CallNode call, bool decisive)
    {
        var left = Evaluate(call.Arguments[0]);
        if (left is bool first && first == decisive) return decisive;
        var right = Evaluate(call.Arguments[1]);
        if (right is bool second && second == decisive) return decisive;
        if (left is CelError) return left;
        if (right is CelError) return right;
        return left is bool && right is bool ? !decisive : CelError.NoOverload;
    }

    private object? Otherwise(CallNode call, Func<CelOptional, object?> present) => Evaluate(call.Target!) switch
    {
        CelOptional { HasValue: true } optional => present(optional),
        CelOptional => Evaluate(call.Arguments[0]),
        CelError error => error,
        _ => CelError.NoOverload,
    };

    private object? OptionalItem(object? operand, object? key)
    {
        if (operand is CelError) return operand;
        if (key is CelError) return key;
        Spend(1);
        if (operand is CelOptional optional) return optional.HasValue ? OptionalItem(optional.Value, key) : optional;
        if (operand is IReadOnlyList<object?> list) return key is long index && index >= 0 && index < list.Count ? CelOptional.Of(list[(int)index]) : CelOptional.None;
        if (operand is not (CelMap or ICelFields)) return CelError.NoOverload;
        return Find(operand, key, out var value) ? CelOptional.Of(value) : CelOptional.None;
    }

    private object? Apply(CallNode call)
    {
        var offset = call.Target is null ? 0 : 1;
        var arguments = new object?[call.Arguments.Count + offset];
        if (offset == 1) arguments[0] = Evaluate(call.Target!);
        for (var i = 0; i < call.Arguments.Count; i++) arguments[i + offset] = Evaluate(call.Arguments[i]);
        long cost = 1;
        foreach (var argument in arguments)
        {
            if (argument is CelError) return argument;
            if (argument is string text) cost += text.Length / CharactersPerStep;
        }

        Spend(cost);
        if (call.Function == Operators.Index && arguments[0] is CelOptional) return OptionalItem(arguments[0], arguments[1]);
        foreach (var overload in functions.Of(call.Function))
        {
            if (overload.IsMember != (offset == 1) || !RuntimeTypes.Fit(arguments, overload.Parameters)) continue;
            try
            {
                return overload.Body(arguments);
            }
            catch (CelFailure failure)
            {
                return new CelError(failure.Message);
            }
            catch (OverflowException)
            {
                return new CelError("integer overflow");
            }
        }

        return functions.Of(call.Function).Count == 0 ? new CelError($"no such function: {call.Function}") : CelError.NoOverload;
    }

    private object? List(ListNode list)
    {
        Spend(1);
        var items = new Accumulated();
        for (var i = 0; i < list.Items.Count; i++)
        {
            var item = Evaluate(list.Items[i]);
            if (item is CelError) return item;
            if (!list.Optional.Contains(i)) items.Add(item);
            else if (item is CelOptional { HasValue: true } optional) items.Add(optional.Value);
        }

        return items;
    }

    private object? Map(MapNode map)
    {
        Spend(1);
        var made = new CelDictionary();
        foreach (var entry in map.Entries)
        {
            var key = Evaluate(entry.Key);
            if (key is CelError) return key;
            if (key is not (string or bool or long or ulong)) return new CelError(string.Create(CultureInfo.InvariantCulture, $"unsupported key type: {RuntimeTypes.Of(key)}"));
            var value = Evaluate(entry.Value);
            if (value is CelError) return value;
            if (entry.IsOptional)
            {
                if (value is not CelOptional { HasValue: true } optional) continue;
                value = optional.Value;
            }

            if (!made.Add(key, value)) return new CelError($"Failed with repeated key: {Texts.Show(key)}");
        }

        return made;
    }

    private object? Walk(ComprehensionNode walk)
    {
        var range = Evaluate(walk.Range);
        if (range is CelError) return range;
        IEnumerable<(object? First, object? Second)> steps;
        if (range is IReadOnlyList<object?> list) steps = walk.SecondVariable is null ? list.Select(static i => (i, (object?)null)) : list.Select(static (item, i) => ((object?)(long)i, item));
        else if (range is CelMap map) steps = map.Keys.Select(k => ((object?)k, map.TryGet(k, out var value) ? value : null));
        else return CelError.NoOverload;

        var outer = _scope;
        var start = Evaluate(walk.Start);
        if (start is Accumulated filled) filled.IsOpen = true;
        var result = _scope = new Scope(ComprehensionNode.Accumulator, outer) { Value = start };
        var first = _scope = new Scope(walk.Variable, result);
        var second = walk.SecondVariable is { } name ? _scope = new Scope(name, first) : null;
        foreach (var step in steps)
        {
            first.Value = step.First;
            if (second is not null) second.Value = step.Second;
            if (Evaluate(walk.Condition) is not true) break;
            result.Value = Evaluate(walk.Step);
        }

        if (result.Value is Accumulated full) full.IsOpen = false;
        _scope = result;
        var value = Evaluate(walk.Result);
        _scope = outer;
        return value;
    }

    private object? Let(LetNode let)
    {
        var value = Evaluate(let.Value);
        if (value is CelError) return value;
        var outer = _scope;
        _scope = new Scope(let.Name, outer) { Value = value };
        var result = Evaluate(let.Body);
        _scope = outer;
        return result;
    }

    private sealed class Scope(string name, Scope? outer)
    {
        public string Name => name;

        public Scope? Outer => outer;

        public object? Value { get; set; }
    }
}
