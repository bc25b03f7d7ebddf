namespace Orleans.Kube.Model.Expressions.Types;

internal enum CelKind { Null, Bool, Int, Uint, Double, String, Bytes, Timestamp, Duration, List, Map, Object, Opaque, Type, Dyn, Parameter }
