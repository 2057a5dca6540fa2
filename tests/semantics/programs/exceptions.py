def try_except():
    try:
        1 // 0
    except ZeroDivisionError as e:
        return type(e).__name__, str(e), e.args


def try_else_finally():
    log = []
    for bad in (False, True):
        try:
            log.append("try")
            if bad:
                raise ValueError("x")
        except ValueError:
            log.append("except")
        else:
            log.append("else")
        finally:
            log.append("finally")
    return log


def except_order():
    r = []
    for exc in (KeyError, IndexError, LookupError, ValueError, ArithmeticError):
        try:
            raise exc("m")
        except KeyError:
            r.append("key")
        except (IndexError, ValueError):
            r.append("index or value")
        except LookupError:
            r.append("lookup")
        except Exception:
            r.append("other")
    return r


def unhandled():
    raise ValueError("message", 2)


def unhandled_class():
    raise KeyError


def raise_not_exception():
    raise 5


def raise_not_exception_class():
    raise int


def raise_nothing():
    raise


def raise_from():
    try:
        try:
            {}["a"]
        except KeyError as e:
            raise ValueError("outer") from e
    except ValueError as e:
        return repr(e.__cause__), repr(e.__context__), e.__suppress_context__


def raise_from_none():
    try:
        raise KeyError("a")
    except KeyError:
        raise ValueError("b") from None


def raise_from_class():
    raise ValueError("b") from KeyError


def raise_from_bad():
    raise ValueError("b") from 5


def context_chain():
    try:
        try:
            raise KeyError(1)
        except KeyError:
            raise ValueError(2)
    except ValueError:
        raise TypeError(3)


def context_of_finally():
    try:
        raise KeyError(1)
    finally:
        [][0]


def context_is_not_itself():
    e = ValueError(1)
    try:
        raise e
    except ValueError:
        raise e


def context_cycle():
    a, b = ValueError("a"), ValueError("b")
    try:
        try:
            raise a
        except ValueError:
            raise b
    except ValueError:
        try:
            raise a
        except ValueError as e:
            return repr(e.__context__), repr(e.__context__.__context__)


def reraise():
    log = []
    try:
        try:
            raise ValueError("v")
        except ValueError:
            log.append("inner")
            raise
    except ValueError as e:
        log.append(str(e))
    return log


def reraise_after_nested():
    try:
        raise ValueError("outer")
    except ValueError:
        try:
            raise KeyError("inner")
        except KeyError:
            pass
        raise


def name_is_deleted():
    try:
        raise ValueError
    except ValueError as e:
        pass
    return e


def finally_return():
    def f():
        try:
            return "try"
        finally:
            return "finally"

    def g():
        try:
            raise ValueError
        finally:
            return "swallowed"

    return f(), g()


def finally_break_continue():
    log = []
    for i in range(4):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            log.append(i)
        finally:
            log.append(("f", i))
    return log


def finally_runs_on_error():
    log = []

    def f():
        try:
            [][1]
        finally:
            log.append("cleanup")

    try:
        f()
    except IndexError as e:
        log.append(str(e))
    return log


def nested_functions_unwind():
    log = []

    def a():
        try:
            b()
        finally:
            log.append("a")

    def b():
        try:
            c()
        except KeyError:
            log.append("never")
        finally:
            log.append("b")

    def c():
        raise ValueError("deep")

    try:
        a()
    except ValueError as e:
        log.append(e.args)
    return log


def except_non_class():
    try:
        1 // 0
    except 5:
        pass


def except_tuple_non_class():
    try:
        1 // 0
    except (KeyError, "x"):
        pass


def custom_exception():
    class MyError(ValueError):
        def __init__(self, code, *rest):
            super().__init__(code, *rest)
            self.code = code

    try:
        raise MyError(7, "a")
    except ValueError as e:
        return e.code, e.args, repr(e), str(e), isinstance(e, MyError)


def custom_exception_str():
    class E(Exception):
        def __str__(self):
            return "custom " + repr(self.args)

    raise E(1, 2)


def custom_exception_unhandled():
    class E(Exception):
        pass

    raise E("x")


def exception_attributes():
    r = []
    for make in (lambda: {}["k"], lambda: [].nope, lambda: zz, lambda: next(iter(())), lambda: int("x"), lambda: [1][5]):
        try:
            make()
        except Exception as e:
            r.append((type(e).__name__, e.args, str(e), getattr(e, "name", None), getattr(e, "value", None)))
    return r


def exception_repr_str():
    return [
        (repr(e), str(e))
        for e in (Exception(), Exception("a"), Exception(1, "b"), KeyError("k"), KeyError("a", "b"), StopIteration(3), Exception(None))
    ]


def exception_equality():
    a, b = ValueError(1), ValueError(1)
    return a == b, a == a, a != b, hash(a) == hash(a)


def exception_with_notes():
    e = ValueError("v")
    e.add_note("first")
    e.add_note("second")
    raise e


def exception_setters():
    e = ValueError("v")
    e.args = [1, 2]
    e.__cause__ = KeyError("c")
    e.x = 1
    return e.args, repr(e.__cause__), e.__suppress_context__, e.x


def exception_bad_cause():
    e = ValueError()
    e.__cause__ = 5


def stop_iteration_value():
    try:
        raise StopIteration(1, 2)
    except StopIteration as e:
        return e.value, e.args


def system_exit():
    try:
        raise SystemExit(3)
    except BaseException as e:
        return e.code, type(e).__name__


def base_exception_passes():
    try:
        try:
            raise KeyboardInterrupt
        except Exception:
            return "wrong"
    except BaseException as e:
        return repr(e)


def error_in_except_expression():
    def boom():
        raise TypeError("in expression")

    try:
        raise ValueError
    except boom():
        pass


def return_value_survives_finally():
    x = [1]

    def f():
        try:
            return x
        finally:
            x.append(2)

    return f()


def loop_with_exceptions():
    r = 0
    for i in range(30):
        try:
            if i % 3 == 0:
                raise ValueError
            if i % 5 == 0:
                raise KeyError
            r += 1
        except ValueError:
            r += 100
        except KeyError:
            r += 10000
    return r


def handled_state_restored():
    def f():
        try:
            raise KeyError("in f")
        except KeyError:
            pass

    try:
        raise ValueError("v")
    except ValueError:
        f()
        try:
            raise TypeError("t")
        except TypeError as t:
            return repr(t.__context__)


def recursion_error():
    def f():
        return f()

    try:
        f()
    except RecursionError as e:
        return type(e).__name__


def except_star():
    r = []
    try:
        raise ExceptionGroup("g", [ValueError(1), KeyError(2), ExceptionGroup("h", [ValueError(3), TypeError(4)])])
    except* ValueError as e:
        r.append(("value", repr(e)))
    except* (KeyError, TypeError) as e:
        r.append(("others", repr(e)))
    return r


def except_star_rest():
    try:
        raise ExceptionGroup("g", [ValueError(1), KeyError(2)])
    except* ValueError:
        pass


def except_star_naked():
    try:
        raise ValueError(1)
    except* ValueError as e:
        return_value = repr(e)
    return return_value


def except_star_unmatched_naked():
    try:
        raise ValueError(1)
    except* KeyError:
        pass


def except_star_raises():
    try:
        raise ExceptionGroup("g", [ValueError(1), KeyError(2)])
    except* ValueError:
        raise TypeError("new")


def except_star_reraise():
    try:
        raise ExceptionGroup("g", [ValueError(1), KeyError(2)])
    except* ValueError:
        raise


def except_star_else_finally():
    log = []
    try:
        log.append(1)
    except* ValueError:
        log.append(2)
    else:
        log.append(3)
    finally:
        log.append(4)
    return log


def except_star_group_class():
    try:
        raise ExceptionGroup("g", [ValueError(1)])
    except* ExceptionGroup:
        pass


def exception_group_methods():
    g = ExceptionGroup("g", [ValueError(1), KeyError(2), ExceptionGroup("h", [ValueError(3)])])
    a, b = g.split(ValueError)
    return repr(a), repr(b), repr(g.subgroup(KeyError)), repr(g.subgroup(OSError)), g.message, len(g.exceptions), str(g)


def exception_group_errors():
    r = []
    for make in (lambda: ExceptionGroup("g", []), lambda: ExceptionGroup("g", [1]), lambda: ExceptionGroup(1, [ValueError()]), lambda: ExceptionGroup("g"), lambda: ExceptionGroup("g", [KeyboardInterrupt()]), lambda: BaseExceptionGroup("g", [KeyboardInterrupt()]), lambda: BaseExceptionGroup("g", [ValueError()])):
        try:
            r.append(repr(make()))
        except Exception as e:
            r.append((type(e).__name__, str(e)))
    return r


def except_star_derive_bad_at_the_end():
    class G(ExceptionGroup):
        calls = []

        def derive(self, excs):
            self.calls.append(1)
            return 5 if len(self.calls) > 4 else G(self.message, excs)

    try:
        raise G("g", [ValueError(1), KeyError(2), G("h", [ValueError(3), TypeError(4)])])
    except* ValueError as e:
        raise
    except* KeyError:
        pass


def except_star_reraised():
    found=[]
    def shape(e):
        if isinstance(e, BaseExceptionGroup): return [type(e).__name__, str(e), [shape(x) for x in e.exceptions]]
        return repr(e)
    g = ExceptionGroup("g",[ValueError(1),ExceptionGroup("h",[TypeError(2),ValueError(3)])])
    try:
        try:
            raise g
        except* ValueError as e:
            raise ExceptionGroup("new", list(e.exceptions))
    except BaseException as e: found.append(shape(e))
    try:
        try:
            raise g
        except* ValueError as e:
            raise ExceptionGroup("new", [ValueError(1)])
    except BaseException as e: found.append(shape(e))
    try:
        try:
            raise g
        except* ValueError as e:
            raise
    except BaseException as e: found.append(shape(e))
    try:
        try:
            raise g
        except* ValueError as e:
            raise e
        except* TypeError as e:
            raise
    except BaseException as e: found.append(shape(e))
    try:
        try:
            raise g
        except* ValueError as e:
            raise e.derive(e.exceptions)
    except BaseException as e: found.append(shape(e))
    try:
        try:
            raise g
        except* ValueError as e:
            raise e.exceptions[0]
    except BaseException as e: found.append(shape(e))
    try:
        try:
            raise g
        except* ValueError as e:
            raise g
    except BaseException as e: found.append(shape(e))
    try:
        try:
            raise ValueError(5)
        except* ValueError as e:
            raise
    except BaseException as e: found.append(shape(e))
    try:
        try:
            raise ValueError(5)
        except* ValueError as e:
            raise e
    except BaseException as e: found.append(shape(e))
    try:
        try:
            raise ValueError(5)
        except* ValueError as e:
            raise e.exceptions[0]
    except BaseException as e: found.append(shape(e))
    return found


def except_star_metadata_changed():
    def shape(e):
        if isinstance(e, BaseExceptionGroup):
            return [str(e), [shape(x) for x in e.exceptions]]
        return repr(e)

    def cause(e):
        e.__cause__ = KeyError()

    def context(e):
        e.__context__ = KeyError()

    def note(e):
        e.add_note("n")

    found = []
    for change in (cause, context, note):
        try:
            try:
                raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
            except* ValueError as e:
                change(e)
                raise
        except BaseException as e:
            found.append(shape(e))
    return found


def except_star_through_call():
    def again(e):
        raise

    def shape(e):
        if isinstance(e, BaseExceptionGroup):
            return [str(e), [shape(x) for x in e.exceptions]]
        return repr(e)

    try:
        try:
            raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
        except* ValueError as e:
            again(e)
    except BaseException as e:
        return shape(e)


def groups_that_derive_something_else_later():
    left = 0

    class G(ExceptionGroup):
        def derive(self, members):
            nonlocal left
            left -= 1
            return G(self.message, members) if left >= 0 else 5

    def handled(times):
        nonlocal left
        left = times
        try:
            try:
                raise G("m", [ValueError(1), KeyError(2), TypeError(3), OSError(4)])
            except* ValueError:
                raise
            except* KeyError:
                raise
            except* TypeError:
                pass
        except Exception as e:
            return type(e).__name__, str(e), left
        return "nothing", left

    return [handled(times) for times in range(12)]
